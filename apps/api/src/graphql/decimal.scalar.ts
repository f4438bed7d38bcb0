import { GraphQLScalarType, Kind, type ValueNode } from 'graphql';

/** Digits beyond these are lost in a double, so a text that has more does not say what would be computed. */
const MAX_SIGNIFICANT_DIGITS = 15;
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$/;

/**
 * A decimal number, given as a JSON number or as text. What is not one becomes NaN and is refused by the field's own
 * rule, so that every wrong number is answered in the same way: with the field's name and what is allowed there.
 */
export const parseDecimal = (value: unknown): number => {
  if (typeof value === 'number') return Number.isFinite(value) ? value : NaN;
  if (typeof value !== 'string' || !DECIMAL.test(value)) return NaN;
  const digits = value
    .replace(/[eE].*$/, '')
    .replace(/\D/g, '')
    .replace(/^0+/, '')
    .replace(/0+$/, '');
  if (digits.length > MAX_SIGNIFICANT_DIGITS) return NaN;
  const number = Number(value);
  return Number.isFinite(number) ? number : NaN;
};

const parseDecimalLiteral = (node: ValueNode): number =>
  node.kind === Kind.INT || node.kind === Kind.FLOAT || node.kind === Kind.STRING ? parseDecimal(node.value) : NaN;

export const DecimalScalar = new GraphQLScalarType<number, number>({
  name: 'Decimal',
  description: `A decimal number, as a JSON number or as text of at most ${MAX_SIGNIFICANT_DIGITS} significant digits.`,
  parseValue: parseDecimal,
  parseLiteral: parseDecimalLiteral,
  serialize: (value) => value as number,
});
