/** A value in a document that is not what it should be: where, such as `inputs.3.low`, and what would be right. */
export interface DocumentFault {
  readonly at: string;
  readonly allowed: string;
}

/** What a value must be; the first fault found, `at` where it stands. */
export type Rule = (value: unknown, at: string) => DocumentFault | undefined;

const rule =
  (allowed: string, accepts: (value: unknown) => boolean): Rule =>
  (value, at) =>
    accepts(value) ? undefined : { at, allowed };

export const text: Rule = rule('a text that is not empty', (value) => typeof value === 'string' && value.trim() !== '');

export const oneOf = (...values: readonly unknown[]): Rule =>
  rule(`one of ${values.map((value) => JSON.stringify(value)).join(', ')}`, (value) => values.includes(value));

export const matching = (pattern: RegExp, allowed: string): Rule =>
  rule(allowed, (value) => typeof value === 'string' && pattern.test(value));

/** JSON has no other numbers, but a value that was not read from JSON may. */
export const finite: Rule = rule('a finite number', (value) => Number.isFinite(value));

export const positive: Rule = rule(
  'a positive, finite number',
  (value) => typeof value === 'number' && value > 0 && value < Infinity,
);

export const notNegative: Rule = rule(
  'a finite number of at least 0',
  (value) => typeof value === 'number' && value >= 0 && value < Infinity,
);

export const share: Rule = rule(
  'a number within [0, 1]',
  (value) => typeof value === 'number' && value >= 0 && value <= 1,
);

export const wholeFrom = (least: number): Rule =>
  rule(`a whole number of at least ${least}`, (value) => Number.isSafeInteger(value) && (value as number) >= least);

/** A number that single precision can hold: models compute in it. */
export const singlePrecision: Rule = rule(
  'a finite number within single precision',
  (value) => typeof value === 'number' && Number.isFinite(Math.fround(value)),
);

export const nullable =
  (inner: Rule): Rule =>
  (value, at) =>
    value === null ? undefined : inner(value, at);

export const absentOr =
  (inner: Rule): Rule =>
  (value, at) =>
    value === undefined ? undefined : inner(value, at);

/** A list of any length from `least` on. */
export const listOf =
  (item: Rule, least = 0): Rule =>
  (value, at) =>
    Array.isArray(value) && value.length >= least
      ? itemFault(value, item, at)
      : { at, allowed: `a list of at least ${least}` };

/** A list of exactly so many. */
export const exactly =
  (length: number, item: Rule): Rule =>
  (value, at) =>
    Array.isArray(value) && value.length === length
      ? itemFault(value, item, at)
      : { at, allowed: `a list of ${length}` };

const itemFault = (items: readonly unknown[], item: Rule, at: string): DocumentFault | undefined => {
  for (const [i, one] of items.entries()) {
    const fault = item(one, `${at}.${i}`);
    if (fault !== undefined) return fault;
  }
  return undefined;
};

/** Every value under any name. */
export const mapOf =
  (item: Rule): Rule =>
  (value, at) => {
    if (!isRecord(value)) return { at, allowed: 'a JSON object' };
    for (const [name, one] of Object.entries(value)) {
      const fault = item(one, `${at}.${name}`);
      if (fault !== undefined) return fault;
    }
    return undefined;
  };

/** A JSON object of these fields and no others. */
export const objectOf =
  (fields: Readonly<Record<string, Rule>>): Rule =>
  (value, at) => {
    const names = Object.keys(fields);
    if (!isRecord(value)) return { at, allowed: `a JSON object of ${names.join(', ')}` };
    const unknown = Object.keys(value).find((name) => !names.includes(name));
    if (unknown !== undefined) return { at: within(at, unknown), allowed: `one of ${names.join(', ')}` };
    for (const [name, field] of Object.entries(fields)) {
      const fault = field(value[name], within(at, name));
      if (fault !== undefined) return fault;
    }
    return undefined;
  };

/** Both, the second of what the first has accepted. */
export const and =
  (first: Rule, second: Rule): Rule =>
  (value, at) =>
    first(value, at) ?? second(value, at);

/** Of a list of numbers. */
export const rising: Rule = (value, at) => {
  const numbers = value as readonly number[];
  const falls = numbers.findIndex((number, i) => i > 0 && number <= numbers[i - 1]!);
  return falls < 0 ? undefined : { at: `${at}.${falls}`, allowed: 'more than the number before it' };
};

/** The value that JSON text stands for; undefined when it is none. */
export const parsedJson = (json: string): unknown => {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const within = (at: string, name: string): string => (at === '' ? name : `${at}.${name}`);
