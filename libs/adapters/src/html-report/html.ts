/** A piece of a page that is markup already; everything else is text and is escaped. */
export class Html {
  constructor(readonly markup: string) {}
}

export type Content = Html | string | number | readonly Html[];

/** A template of markup: what is put into it is escaped unless it is markup itself. */
export const html = (parts: TemplateStringsArray, ...values: readonly Content[]): Html =>
  new Html(parts.reduce((markup, part, i) => markup + markupOf(values[i - 1]!) + part));

const markupOf = (value: Content): string => {
  if (value instanceof Html) return value.markup;
  if (typeof value === 'string') return escaped(value);
  return typeof value === 'number' ? String(value) : value.map(({ markup }) => markup).join('');
};

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

// Control characters have no place in XML, escaped or not.
// eslint-disable-next-line no-control-regex
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

const escaped = (text: string): string =>
  text.replaceAll(FORBIDDEN, '\ufffd').replaceAll(/[&<>"']/g, (character) => ENTITIES[character]!);

export const NOTHING = new Html('');
