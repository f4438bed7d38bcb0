import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { decideStoredEvaluation } from './index.js';

const PATH = new URL('../../../../test/golden/decisions/evaluate-quotes-rule-1.json', import.meta.url);

describe('decisions of rule 1, as they were stored', () => {
  const rows = JSON.parse(readFileSync(PATH, 'utf8')) as readonly {
    readonly inputs: string;
    readonly output: string;
  }[];

  it.each(rows.map(({ inputs, output }, i) => [i, inputs, output]))(
    'row %i replays byte for byte',
    (_, inputs, output) => {
      const decided = decideStoredEvaluation(String(inputs));
      expect(JSON.stringify(decided.ok && decided.value)).toBe(output);
    },
  );
});
