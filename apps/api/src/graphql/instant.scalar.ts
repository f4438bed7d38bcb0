import { formatInstant, parseInstant, type Instant } from '#domain/core';
import { GraphQLScalarType, Kind } from 'graphql';

/** What a text that is no instant becomes: refused by the field's own rule, with the field's name. */
export const NOT_AN_INSTANT: Instant = -(2n ** 127n);

const parse = (value: unknown): Instant =>
  (typeof value === 'string' ? parseInstant(value) : undefined) ?? NOT_AN_INSTANT;

export const InstantScalar = new GraphQLScalarType<Instant, string>({
  name: 'Instant',
  description:
    'An instant in ISO 8601 with a zone and up to nine fractional digits, e.g. 2012-06-21T13:30:00.123456789Z.',
  parseValue: parse,
  parseLiteral: (node) => parse(node.kind === Kind.STRING ? node.value : undefined),
  serialize: (value) => (typeof value === 'bigint' ? formatInstant(value) : (value as string)),
});
