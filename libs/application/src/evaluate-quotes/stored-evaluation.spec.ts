import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { decideStoredEvaluation } from './index.js';

const storedBy = (rule: 1 | 2 | 3) =>
  JSON.parse(
    readFileSync(
      new URL(`../../../../test/golden/decisions/evaluate-quotes-rule-${rule}.json`, import.meta.url),
      'utf8',
    ),
  ) as readonly { readonly inputs: string; readonly output: string }[];

describe.each([1, 2, 3] as const)('decisions of rule %i, as they were stored', (rule) => {
  it.each(storedBy(rule).map(({ inputs, output }, i) => [i, inputs, output]))(
    'row %i replays byte for byte',
    (_, inputs, output) => {
      const decided = decideStoredEvaluation(String(inputs));
      expect(JSON.stringify(decided.ok && decided.value)).toBe(output);
    },
  );
});
