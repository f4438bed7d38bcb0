import { svgOf, type Chart } from './chart.js';
import { SVG_STYLE } from './style.js';

/** The chart as a file of its own that a document can show, with its style inside. */
export const standaloneSvg = (chart: Chart): string =>
  svgOf(chart).markup.replace(
    /^<svg ([^>]*)>/,
    `<svg xmlns="http://www.w3.org/2000/svg" $1><style>${SVG_STYLE}</style>`,
  );
