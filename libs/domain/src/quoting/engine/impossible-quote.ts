import { type Failure } from '#domain/core';

/** Why nothing can be quoted: SIZE_BEYOND_LADDER is a size that the desk does not price, the other an input that cannot be. */
export type ImpossibleQuote = Failure<'IMPOSSIBLE_QUOTE_INPUT' | 'SIZE_BEYOND_LADDER'>;

export const impossible = (field: string, allowed: string, value: unknown): ImpossibleQuote => ({
  code: 'IMPOSSIBLE_QUOTE_INPUT',
  field,
  allowed,
  message: `${field} must be ${allowed}, got ${String(value)}`,
});

export const notPositive = (field: string, value: number): ImpossibleQuote | undefined =>
  value > 0 && value < Infinity ? undefined : impossible(field, 'positive and finite', value);

export const negative = (field: string, value: number): ImpossibleQuote | undefined =>
  value >= 0 && value < Infinity ? undefined : impossible(field, 'zero or positive, and finite', value);

export const notFinite = (field: string, value: number): ImpossibleQuote | undefined =>
  Number.isFinite(value) ? undefined : impossible(field, 'finite', value);
