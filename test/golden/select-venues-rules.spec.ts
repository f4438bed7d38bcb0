import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { type VenueSelectionView } from '#application/select-venues';
import { type DecisionLog, type DecisionRecord } from '#application/ports';
import { replayDecision } from '#application/replay-decision';
import { ParametricModel } from '#adapters/parametric';
import { computingHere } from '../factories/computing.js';

const storedBy = (rule: 1 | 2): readonly DecisionRecord[] =>
  JSON.parse(
    readFileSync(new URL(`decisions/select-venues-rule-${rule}.json`, import.meta.url), 'utf8'),
  ) as readonly DecisionRecord[];

const replayed = (record: DecisionRecord) => {
  const decisions = { find: () => Promise.resolve(record) } as unknown as DecisionLog;
  const ports = { decisions, model: new ParametricModel(), computing: computingHere };
  return replayDecision(ports, record.deskId, record.decisionId);
};

const named = (record: DecisionRecord) => {
  const { request, singles } = JSON.parse(record.output) as VenueSelectionView;
  return `${request.side} ${request.quantity} over ${singles.map(({ venue }) => venue).join(', ')}`;
};

describe.each([1, 2] as const)('splits of rule %i are computed again as they were stored', (rule) => {
  it.each(storedBy(rule).map((record) => [named(record), record] as const))('%s', async (_, record) => {
    expect(await replayed(record)).toMatchObject({
      ok: true,
      value: { byteEqual: true, replayedOutput: record.output, modelCheck: 'MATCHES' },
    });
  });
});
