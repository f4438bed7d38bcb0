export { svgOf, type Axis, type Chart, type Colour, type Dot, type Mark } from './chart.js';
export { reportPage } from './report-page.js';
