import { type Failure } from '#domain/core';

/** Fields of the command itself, wherever in it the rest stands. */
const OWN_FIELDS: ReadonlySet<string | undefined> = new Set(['quoteRequestId', 'idempotencyKey']);

/**
 * A failure with the field's name as the sender wrote it: below `place`, such as `response.lift`, and `quantity` for what a
 * request counts in lots. A command's type is the name of its place.
 */
export const inPlace = <Refusal extends Failure>(failure: Refusal, place = ''): Refusal => {
  const { field } = failure;
  if (field === undefined || OWN_FIELDS.has(field)) return failure;
  const path = field === 'type' ? [] : [field.replace(/\blots$/, 'quantity')];
  return { ...failure, field: [...(place === '' ? [] : [place]), ...path].join('.') };
};
