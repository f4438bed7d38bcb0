import { GraphQLScalarType, Kind, type ValueNode } from 'graphql';

/** Digits beyond these are lost in a double, so a text that has more does not say what would be computed. */
export const MAX_SIGNIFICANT_DIGITS = 15;
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$/;

/**
 * What a text that is no decimal number becomes: beyond every bound, so that the field's own rule refuses it. Every wrong
 * number is then answered in the same way: with the field's name and what is allowed there.
 */
export const NOT_A_DECIMAL = Infinity;

/** A decimal number, given as a JSON number or as text; NOT_A_DECIMAL when it is none. */
export const parseDecimal = (value: unknown): number => {
  if (typeof value === 'number') return Number.isFinite(value) ? value : NOT_A_DECIMAL;
  if (typeof value !== 'string' || !DECIMAL.test(value)) return NOT_A_DECIMAL;
  const digits = value
    .replace(/[eE].*$/, '')
    .replace(/\D/g, '')
    .replace(/^0+/, '')
    .replace(/0+$/, '');
  if (digits.length > MAX_SIGNIFICANT_DIGITS) return NOT_A_DECIMAL;
  return Number(value);
};

const parseDecimalLiteral = (node: ValueNode): number =>
  node.kind === Kind.INT || node.kind === Kind.FLOAT || node.kind === Kind.STRING
    ? parseDecimal(node.value)
    : NOT_A_DECIMAL;

export const DecimalScalar = new GraphQLScalarType<number, number>({
  name: 'Decimal',
  description: `A decimal number, as a JSON number or as text of at most ${MAX_SIGNIFICANT_DIGITS} significant digits.`,
  parseValue: parseDecimal,
  parseLiteral: parseDecimalLiteral,
  serialize: (value) => value as number,
});
