import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { type DealerQuote, type DealerQuoteLadder } from '#application/generate-quote';
import { type DecisionLog, type DecisionRecord } from '#application/ports';
import { replayDecision } from '#application/replay-decision';
import { ParametricModel } from '#adapters/parametric';
import { computingHere } from '../factories/computing.js';

const stored = (name: string): DecisionRecord =>
  JSON.parse(readFileSync(new URL(`decisions/generate-quote-${name}.json`, import.meta.url), 'utf8')) as DecisionRecord;

describe('quotes of every rule are computed again as they were stored', () => {
  it('one of rule 3 was moved at random', () => {
    const { bid, offer } = JSON.parse(stored('rule-3').output) as DealerQuote;
    expect([bid, offer].map((side) => side!.exploration!.propensity)).toEqual([0.4, 0.4]);
  });

  it('one of rule 4 measures small sizes in the half-spread, and large ones in what they cost', () => {
    const { rungs } = JSON.parse(stored('rule-4-ladder').output) as DealerQuoteLadder;
    const [small, half, large] = rungs.map(({ bid, offer }) => [bid!, offer!]);
    expect(small!.map(({ hitUnitBps }) => hitUnitBps)).toEqual([0.5, 0.5]);
    for (const { hitUnitBps } of [...half!, ...large!]) expect(hitUnitBps).toBeGreaterThan(0.5);
    for (const { hitProbability } of large!) expect(hitProbability).toBeGreaterThan(0.1);
  });

  it.each(['rule-1', 'rule-2', 'rule-2-ladder', 'rule-3', 'rule-4-ladder'])('%s', async (name) => {
    const record = stored(name);
    const decisions = { find: () => Promise.resolve(record) } as unknown as DecisionLog;
    const replay = await replayDecision(
      { decisions, model: new ParametricModel(), computing: computingHere },
      record.deskId,
      record.decisionId,
    );
    expect(replay).toMatchObject({
      ok: true,
      value: { byteEqual: true, replayedOutput: record.output, modelCheck: 'MATCHES' },
    });
  });
});
