import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { IMPACT_INPUT_SETS, IMPACT_INPUTS, IMPACT_INPUTS_VERSION, impactInputsJson } from '#domain/impact';
import { impactInputsPage } from './impact-inputs-page.js';

const PAGE = 'docs/impact-inputs.md';

describe('impact inputs', () => {
  // A difference here is another meaning under the same name: models trained on the old one would read it wrongly.
  it('change only by a new version', () => {
    expect(
      IMPACT_INPUT_SETS.map(({ version, inputs }) => [
        version,
        createHash('sha256').update(impactInputsJson(inputs)).digest('hex'),
      ]),
    ).toEqual([
      ['v1', '8a990d14e2bf8864c6f0f139c1f0192a8571d7d74bd9042f6c3c625043e7a9ff'],
      ['v2', '7bb7cd837fd3e33d25e3388c7a050458faee7f9ebfb0fdbdfb8d35944cd1d53c'],
    ]);
  });

  it('of a version are the first ones of the next', () => {
    const [first, second] = IMPACT_INPUT_SETS;
    expect(second!.inputs.slice(0, first!.inputs.length)).toEqual(first!.inputs);
  });

  it('have every name once', () => {
    const names = IMPACT_INPUTS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('are described in the documents as they are', () => {
    const page = impactInputsPage(IMPACT_INPUTS_VERSION, IMPACT_INPUTS);
    if (process.env.WRITE_DOCS === '1') writeFileSync(PAGE, page);
    expect(readFileSync(PAGE, 'utf8')).toBe(page);
  });
});
