import { svgOf, type Chart } from './chart.js';
import { html, NOTHING, type Content, type Html } from './html.js';

/** A picture with what must be said about it. */
export interface Figure {
  readonly title: string;
  readonly charts: readonly Chart[];
  readonly caption: Content;
  /** Numbers that belong to it: a header and rows. */
  readonly table?: Table;
}

export interface Table {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A figure that cannot be drawn: what there is too little of. */
export interface TooFew {
  readonly title: string;
  readonly tooFew: string;
}

export const figureHtml = (figure: Figure | TooFew): Html => {
  if ('tooFew' in figure) {
    return html`<figure class="few">
      <h3>${figure.title}</h3>
      <p>Too few: ${figure.tooFew}</p>
    </figure>`;
  }
  return html`<figure>
    <h3>${figure.title}</h3>
    ${figure.charts.map(svgOf)} ${figure.table === undefined ? NOTHING : tableHtml(figure.table)}
    <figcaption>${figure.caption}</figcaption>
  </figure>`;
};

/** Rows of text; the first column names the row. */
export const tableHtml = ({ header, rows }: Table): Html =>
  html`<table>
    <thead>
      <tr>
        ${header.map((name) => html`<th scope="col">${name}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        ([name = '', ...cells]) =>
          html`<tr>
            <th scope="row">${name}</th>
            ${cells.map((cell) => html`<td>${cell}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`;
