import { type Failure } from '#domain/core';

/** A market that cannot be: refused before the run, by the name of the parameter. */
export type ImpossibleParameters = Failure<'IMPOSSIBLE_PARAMETERS'>;

/** What is wrong with one parameter; undefined when nothing is. */
export type Verdict = ImpossibleParameters | undefined;

export const impossible = (field: string, allowed: string, value: unknown): ImpossibleParameters => ({
  code: 'IMPOSSIBLE_PARAMETERS',
  field,
  message: `${field} must be ${allowed}, got ${String(value)}`,
  allowed,
});

export const mustBePositive = (field: string, value: number): Verdict =>
  value > 0 && value < Infinity ? undefined : impossible(field, 'positive and finite', value);

export const mustNotBeNegative = (field: string, value: number): Verdict =>
  value >= 0 && value < Infinity ? undefined : impossible(field, 'zero or positive, and finite', value);

/** Within [low, high]. */
export const mustBeWithin = (field: string, value: number, low: number, high: number): Verdict =>
  value >= low && value <= high ? undefined : impossible(field, `within [${low}, ${high}]`, value);

/** Strictly between low and high. */
export const mustBeBetween = (field: string, value: number, low: number, high: number): Verdict =>
  value > low && value < high ? undefined : impossible(field, `above ${low} and below ${high}`, value);

/** A whole number of at least `least`. */
export const mustBeWhole = (field: string, value: number, least: number): Verdict =>
  Number.isSafeInteger(value) && value >= least ? undefined : impossible(field, `a whole number from ${least}`, value);

/** The verdict about a parameter that may be absent. */
export const given = (
  field: string,
  value: number | undefined,
  check: (field: string, value: number) => Verdict,
): Verdict => (value === undefined ? undefined : check(field, value));

/** The first thing that is wrong. */
export const firstOf = (...verdicts: readonly Verdict[]): Verdict => verdicts.find((verdict) => verdict !== undefined);

/** The same refusal of a parameter that is part of another. */
export const refusedUnder = (path: string, refused: ImpossibleParameters): ImpossibleParameters => ({
  ...refused,
  field: `${path}.${refused.field ?? ''}`,
  message: `${path}.${refused.message}`,
});

/** The same verdict about a parameter that is part of another. */
export const under = (path: string, verdict: Verdict): Verdict =>
  verdict === undefined ? undefined : refusedUnder(path, verdict);
