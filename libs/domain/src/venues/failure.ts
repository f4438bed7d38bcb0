import { type Failure } from '#domain/core';

/** A venue, a market or an order that cannot be: refused by the path of the field. */
export type ImpossibleVenues = Failure<'IMPOSSIBLE_VENUES'>;

/** What is wrong with one field; undefined when nothing is. */
export type Verdict = ImpossibleVenues | undefined;

export const impossibleVenues = (field: string, allowed: string, value: unknown): ImpossibleVenues => ({
  code: 'IMPOSSIBLE_VENUES',
  field,
  message: `${field} must be ${allowed}, got ${String(value)}`,
  allowed,
});

export const mustBeFinite = (field: string, value: number): Verdict =>
  Number.isFinite(value) ? undefined : impossibleVenues(field, 'finite', value);

export const mustBePositive = (field: string, value: number): Verdict =>
  value > 0 && value < Infinity ? undefined : impossibleVenues(field, 'positive and finite', value);

export const mustNotBeNegative = (field: string, value: number): Verdict =>
  value >= 0 && value < Infinity ? undefined : impossibleVenues(field, 'zero or positive, and finite', value);

/** Within [low, high]. */
export const mustBeWithin = (field: string, value: number, low: number, high: number): Verdict =>
  value >= low && value <= high ? undefined : impossibleVenues(field, `within [${low}, ${high}]`, value);

/** A whole number of units within [low, high]. */
export const mustBeUnits = (field: string, value: number, low: number, high = Number.MAX_SAFE_INTEGER): Verdict =>
  Number.isSafeInteger(value) && value >= low && value <= high
    ? undefined
    : impossibleVenues(field, `a whole number within [${low}, ${high}]`, value);

/** The first thing that is wrong. */
export const firstOf = (...verdicts: readonly Verdict[]): Verdict => verdicts.find((verdict) => verdict !== undefined);

/** The same verdict about a field that is part of another. */
export const under = (path: string, verdict: Verdict): Verdict =>
  verdict === undefined
    ? undefined
    : { ...verdict, field: `${path}.${verdict.field ?? ''}`, message: `${path}.${verdict.message}` };
