import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { decideStoredEvaluation } from '#application/evaluate-quotes';
import { type DecisionKind, type DecisionRecord } from '#application/ports';
import { MemoryDecisionLog, MemoryDeskEvents, MemoryMarketState, MemoryOutbox } from '#adapters/memory';
import { NodeIdentifiers } from '#adapters/node-crypto';
import { evaluationInputs, standingQuote } from '../../../../test/factories/evaluation.js';
import { bestExecutionCsv, bestExecutionPage, decideAction, recordAction, type ActionInputs } from './index.js';

const identifiers = new NodeIdentifiers();

const open = async () => {
  const decisions = new MemoryDecisionLog(new MemoryDeskEvents(), new MemoryOutbox());
  const market = new MemoryMarketState();
  market.setNow(1_709_650_800_000_000_000n);
  const evaluationId = identifiers.newId();
  const inputs = JSON.stringify(
    evaluationInputs({
      decisionId: evaluationId,
      quotes: [
        standingQuote({ dealer: 'NORTH', price: 100.03 }),
        standingQuote({ dealer: 'SOUTH', price: 100.04 }),
        standingQuote({ dealer: 'LATE', validForMs: 0 }),
      ],
    }),
  );
  const decided = decideStoredEvaluation(inputs);
  const append = (kind: DecisionKind, decisionId: string, stored: string, output: string) =>
    decisions.append({
      decisionId,
      deskId: 'desk',
      kind,
      idempotencyKey: decisionId,
      requestHash: 'a',
      decidedAt: '2024-03-05T15:00:00.000000000Z',
      inputs: stored,
      output,
    });
  await append('EVALUATE_QUOTES', evaluationId, inputs, JSON.stringify(decided.ok && decided.value));
  const record = (done: Parameters<typeof recordAction>[3], id = evaluationId) =>
    recordAction({ market, decisions, identifiers }, 'desk', id, done);
  return { decisions, evaluationId, record };
};

const page = async ({ decisions }: Awaited<ReturnType<typeof open>>) =>
  (await bestExecutionPage(decisions, 'desk', 20)).records;

describe('the best-execution file', () => {
  it('holds all quotes, the benchmark, the models, the advice, and what was done', async () => {
    const desk = await open();
    const [before] = await page(desk);
    expect(before).toMatchObject({ done: null, advice: { action: 'LIFT', dealer: 'NORTH' }, models: { rule: 3 } });
    expect(before!.quotes.map(({ dealer }) => dealer)).toEqual(['NORTH', 'SOUTH']);
    expect(before!.discarded).toMatchObject([{ dealer: 'LATE', reason: 'EXPIRED' }]);
    await desk.record({ action: 'LIFT', dealers: ['NORTH'], price: 100.03, quantity: 10_000 });
    const [after] = await page(desk);
    expect(after).toMatchObject({ done: { action: 'LIFT', dealers: ['NORTH'], isOverride: false } });
  });

  it('wants a reason for what was not advised', async () => {
    const { record } = await open();
    const other = { action: 'LIFT', dealers: ['SOUTH'] } as const;
    expect(await record(other)).toMatchObject({ ok: false, error: { code: 'REASON_MISSING', field: 'reasonCode' } });
    expect(await record({ ...other, reasonCode: 'OTHER' })).toMatchObject({ error: { field: 'note' } });
    expect(await record({ ...other, reasonCode: 'COUNTERPARTY_LIMIT' })).toMatchObject({ value: { isOverride: true } });
  });

  it('is written once: the same again is the same, another is a conflict', async () => {
    const { record } = await open();
    const done = { action: 'LIFT', dealers: ['NORTH'] } as const;
    const first = await record(done);
    expect(await record(done)).toEqual(first);
    const error = { code: 'IDEMPOTENCY_CONFLICT', field: 'id', message: expect.not.stringContaining('idempotencyKey') };
    expect(await record({ ...done, price: 100 })).toMatchObject({ error });
  });

  it.each([
    ['a decision that there is not', { action: 'PASS', dealers: [] }, identifiers.newId(), 'UNKNOWN_DECISION'],
    ['the other side', { action: 'HIT', dealers: ['NORTH'] }, undefined, 'WRONG_SIDE'],
    ['a dealer who was not asked', { action: 'LIFT', dealers: ['WEST'] }, undefined, 'DEALER_NOT_ASKED'],
  ] as const)('refuses %s', async (_, done, id, code) => {
    const { record } = await open();
    expect(await record(done, id)).toMatchObject({ ok: false, error: { code } });
  });

  it('overrides nothing where nothing was advised', () => {
    const inputs: ActionInputs = {
      decisionId: 'a',
      decidedAt: 'b',
      evaluationId: 'c',
      side: 'SELL',
      dealers: ['A'],
      advised: { action: 'ABSTAIN' },
      done: { action: 'HIT', dealers: ['A'] },
    };
    expect(decideAction(inputs)).toMatchObject({ value: { isOverride: false } });
  });

  it('is a table of one row per quote, in which text stays text', async () => {
    const desk = await open();
    await desk.record({ action: 'PASS', dealers: [], reasonCode: 'OTHER', note: '=1+1, "so"\nthere' });
    const csv = bestExecutionCsv(await page(desk));
    expect(csv).toContain(`"'=1+1, ""so""\nthere"`);
    const lines = csv.replace('\nthere', '').split('\r\n');
    expect(lines).toHaveLength(1 + 3 + 1);
    expect(lines[0]).toContain('decisionId,decidedAt,recordedAt');
    expect(lines[3]).toContain('LATE');
    expect(bestExecutionCsv(await page(desk))).toBe(csv);
  });

  it('tells of decisions of rule 1 too', async () => {
    const { decisions } = await open();
    const path = new URL('../../../../test/golden/decisions/evaluate-quotes-rule-1.json', import.meta.url);
    const [row] = JSON.parse(readFileSync(path, 'utf8')) as [Pick<DecisionRecord, 'inputs' | 'output'>];
    const decisionId = identifiers.newId();
    await decisions.append({
      ...row,
      decisionId,
      deskId: 'old',
      kind: 'EVALUATE_QUOTES',
      idempotencyKey: 'a',
      requestHash: 'a',
      decidedAt: '2024-03-05T15:00:00.000000000Z',
    });
    const { records } = await bestExecutionPage(decisions, 'old', 1);
    expect(records[0]!.models.rule).toBe(1);
    expect(records[0]!.quotes.map(({ terms }) => terms[0])).toMatchObject(
      records[0]!.quotes.map(() => ({ name: 'fairCost', basis: 'MODEL' })),
    );
  });
});
