import { expect, it } from '@jest/globals';
import { idsIn } from './latest-ids.js';

it.each([
  ['an answer that names one', { data: { evaluateQuotes: { decisionId: 'a' } } }, { decisionId: 'a' }],
  ['the first of a list', { decisions: [{ decisionId: 'a' }, { decisionId: 'b' }] }, { decisionId: 'a' }],
  ['both kinds', { one: { decisionId: 'a' }, other: { scenariosId: 'b' } }, { decisionId: 'a', scenariosId: 'b' }],
  ['an answer without any', { data: { market: { mid: 100 } } }, {}],
  ['a schema, where the name is not a value', { fields: [{ name: 'decisionId' }] }, {}],
  ['an error', { data: null, errors: [{ message: 'no' }] }, {}],
  ['something else', 'text', {}],
])('reads the ids of %s', (_, answer, expected) => {
  expect(idsIn(answer)).toEqual(expected);
});
