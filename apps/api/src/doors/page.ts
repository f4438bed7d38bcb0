import { invalidInput } from './validation.js';

/** Throws a GraphQLError with code INVALID_INPUT unless `from` and `first` are of a page of at most `most` rows. */
export const checkPage = (from: number, first: number, most: number): void => {
  if (from < 0) throw invalidInput([{ field: 'from', allowed: 'from 0' }]);
  if (first < 1 || first > most) throw invalidInput([{ field: 'first', allowed: `from 1 to ${most}` }]);
};
