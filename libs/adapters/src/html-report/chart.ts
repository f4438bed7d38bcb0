import { html, NOTHING, type Html } from './html.js';
import { linearScale, logScale, type Domain, type Scale } from './scale.js';

/** One of the page's four colours. */
export type Colour = 1 | 2 | 3 | 4;

export interface Axis {
  /** What is measured, and its unit. */
  readonly label: string;
  readonly kind: 'LINEAR' | 'LOG';
  readonly domain: Domain;
  format(value: number): string;
  /** Where its labels are; by default at round numbers. */
  readonly ticks?: readonly number[];
}

export interface Dot {
  readonly x: number;
  readonly y: number;
  /** Ends of the confidence interval; NaN for none. */
  readonly low?: number;
  readonly high?: number;
  /** What is shown when the pointer rests on it. */
  readonly title: string;
}

export type Mark =
  | {
      readonly kind: 'LINE';
      readonly colour: Colour;
      readonly points: readonly (readonly [number, number])[];
      readonly dashed?: boolean;
    }
  | {
      readonly kind: 'BAND';
      readonly colour: Colour;
      readonly points: readonly { readonly x: number; readonly low: number; readonly high: number }[];
    }
  | { readonly kind: 'DOTS'; readonly colour: Colour; readonly points: readonly Dot[] }
  | { readonly kind: 'CLOUD'; readonly colour: Colour; readonly points: readonly (readonly [number, number])[] }
  | {
      readonly kind: 'BARS';
      readonly colour: Colour;
      readonly points: readonly {
        readonly from: number;
        readonly to: number;
        readonly y: number;
        readonly title: string;
      }[];
    }
  | { readonly kind: 'RULE'; readonly y: number };

export interface Chart {
  readonly title: string;
  /** What the picture shows, in words, for those who do not see it. */
  readonly description: string;
  readonly x: Axis;
  readonly y: Axis;
  /** From back to front. */
  readonly marks: readonly Mark[];
  readonly legend?: readonly { readonly colour: Colour; readonly text: string; readonly dashed?: boolean }[];
  /** Half the usual height. */
  readonly small?: boolean;
}

const WIDTH = 560;
const MARGIN = { left: 62, right: 16, top: 14, bottom: 46 };
const LEGEND_HEIGHT = 20;

/** The chart as one inline SVG: no script, no external reference, colours by the page's style. */
export const svgOf = (chart: Chart): Html => {
  const { legend = [], small = false } = chart;
  const top = MARGIN.top + (legend.length > 0 ? LEGEND_HEIGHT : 0);
  const height = (small ? 190 : 330) + (legend.length > 0 ? LEGEND_HEIGHT : 0);
  const area = { left: MARGIN.left, right: WIDTH - MARGIN.right, top, bottom: height - MARGIN.bottom };
  const x = scaleOf(chart.x, area.left, area.right);
  const y = scaleOf(chart.y, area.bottom, area.top);
  const [width, depth] = [area.right - area.left, area.bottom - area.top];
  // A viewport within the picture cuts off what lies outside the axes.
  return html`<svg viewBox="0 0 ${WIDTH} ${height}" role="img">
    <title>${chart.title}</title>
    <desc>${chart.description}</desc>
    ${grid(x, y, area)} ${labels(chart, x, y, area, height)}
    <svg
      x="${area.left}"
      y="${area.top}"
      width="${width}"
      height="${depth}"
      viewBox="${area.left} ${area.top} ${width} ${depth}"
    >
      ${chart.marks.map((mark) => drawn(mark, x, y, area))}
    </svg>
    <path class="axis" d="M${area.left} ${area.top}V${area.bottom}H${area.right}" />
    ${legendOf(legend)}
  </svg>`;
};

interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const scaleOf = ({ kind, domain, ticks }: Axis, from: number, to: number): Scale => {
  const scale = kind === 'LOG' ? logScale(domain, from, to) : linearScale(domain, from, to);
  return ticks === undefined ? scale : { ...scale, ticks };
};

const px = (pixels: number): string => pixels.toFixed(1);

const grid = (x: Scale, y: Scale, area: Area): Html => {
  const vertical = (ticks: readonly number[]): string =>
    ticks.map((tick) => `M${px(x.toPixel(tick))} ${area.top}V${area.bottom}`).join('');
  const horizontal = (ticks: readonly number[]): string =>
    ticks.map((tick) => `M${area.left} ${px(y.toPixel(tick))}H${area.right}`).join('');
  return html`<path class="minor" d="${vertical(x.minorTicks)}${horizontal(y.minorTicks)}" /><path
      class="grid"
      d="${vertical(x.ticks)}${horizontal(y.ticks)}"
    />`;
};

const labels = (chart: Chart, x: Scale, y: Scale, area: Area, height: number): Html =>
  html`<g class="labels">
    ${x.ticks.map((tick) => html`<text x="${px(x.toPixel(tick))}" y="${area.bottom + 16}" text-anchor="middle">${chart.x.format(tick)}</text>`)}
    ${y.ticks.map((tick) => html`<text x="${area.left - 7}" y="${px(y.toPixel(tick) + 3.5)}" text-anchor="end">${chart.y.format(tick)}</text>`)}
    <text class="name" x="${(area.left + area.right) / 2}" y="${height - 8}" text-anchor="middle"
      >${chart.x.label}</text
    >
    <text class="name" transform="translate(14 ${(area.top + area.bottom) / 2}) rotate(-90)" text-anchor="middle"
      >${chart.y.label}</text
    >
  </g>`;

const drawn = (mark: Mark, x: Scale, y: Scale, area: Area): Html => {
  switch (mark.kind) {
    case 'RULE':
      return html`<path class="rule" d="M${area.left} ${px(y.toPixel(mark.y))}H${area.right}" />`;
    case 'LINE':
      return html`<path
        class="line c${mark.colour}${mark.dashed === true ? ' dashed' : ''}"
        d="${linePath(mark.points, x, y)}"
      />`;
    case 'BAND':
      return html`<path class="band c${mark.colour}" d="${bandPath(mark.points, x, y)}" />`;
    case 'CLOUD':
      return html`<path class="cloud c${mark.colour}" d="${cloudPath(mark.points, x, y)}" />`;
    case 'BARS':
      return html`${mark.points.map(({ from, to, y: value, title }) => {
        const [left, right, top] = [x.toPixel(from) + 1, x.toPixel(to) - 1, y.toPixel(value)];
        return html`<rect
          class="bar c${mark.colour}"
          x="${px(left)}"
          y="${px(top)}"
          width="${px(Math.max(0.5, right - left))}"
          height="${px(Math.max(0, area.bottom - top))}"
          ><title>${title}</title></rect
        >`;
      })}`;
    case 'DOTS':
      return html`${mark.points.map((dot) => dotOf(dot, mark.colour, x, y, area))}`;
  }
};

/** A dot with its interval; where a logarithmic axis has no place for it, a triangle at the lower edge. */
const dotOf = (
  { x: at, y: value, low = NaN, high = NaN, title }: Dot,
  colour: Colour,
  x: Scale,
  y: Scale,
  area: Area,
): Html => {
  const [left, middle] = [x.toPixel(at), y.toPixel(value)];
  const whisker = Number.isNaN(low + high)
    ? NOTHING
    : html`<path
        d="M${px(left)} ${px(finiteOr(y.toPixel(low), area.bottom + 8))}V${px(finiteOr(y.toPixel(high), area.bottom))}"
      />`;
  const sign = Number.isFinite(middle)
    ? html`<circle cx="${px(left)}" cy="${px(middle)}" r="3.4" />`
    : html`<path class="below" d="M${px(left - 4)} ${area.bottom - 8}h8l-4 7z" />`;
  return html`<g class="dot c${colour}"><title>${title}</title>${whisker}${sign}</g>`;
};

const finiteOr = (pixels: number, otherwise: number): number => (Number.isFinite(pixels) ? pixels : otherwise);

/** A line that breaks where a point is not finite. */
const linePath = (points: readonly (readonly [number, number])[], x: Scale, y: Scale): string => {
  let pen = 'M';
  return points
    .map(([at, value]) => {
      const [left, top] = [x.toPixel(at), y.toPixel(value)];
      const isFinite = Number.isFinite(left) && Number.isFinite(top);
      const step = isFinite ? `${pen}${px(left)} ${px(top)}` : '';
      pen = isFinite ? 'L' : 'M';
      return step;
    })
    .join('');
};

const bandPath = (
  points: readonly { readonly x: number; readonly low: number; readonly high: number }[],
  x: Scale,
  y: Scale,
): string => {
  const known = points.filter(({ low, high }) => Number.isFinite(y.toPixel(low)) && Number.isFinite(y.toPixel(high)));
  if (known.length < 2) return '';
  const there = known.map((point) => `${px(x.toPixel(point.x))} ${px(y.toPixel(point.high))}`);
  const back = known.map((point) => `${px(x.toPixel(point.x))} ${px(y.toPixel(point.low))}`).reverse();
  return `M${[...there, ...back].join('L')}Z`;
};

/** Many small dots as one path: a stroke of no length with round ends. */
const cloudPath = (points: readonly (readonly [number, number])[], x: Scale, y: Scale): string =>
  points.map(([at, value]) => `M${px(x.toPixel(at))} ${px(y.toPixel(value))}h0`).join('');

const LEGEND_CHARACTER = 6.3;

const legendOf = (entries: NonNullable<Chart['legend']>): Html => {
  let left = MARGIN.left;
  return html`<g class="legend"
    >${entries.map(({ colour, text, dashed = false }) => {
      const from = left;
      left += 34 + text.length * LEGEND_CHARACTER;
      return html`<path class="line c${colour}${dashed ? ' dashed' : ''}" d="M${px(from)} 13h18" /><text
          x="${px(from + 23)}"
          y="17"
          >${text}</text
        >`;
    })}</g
  >`;
};
