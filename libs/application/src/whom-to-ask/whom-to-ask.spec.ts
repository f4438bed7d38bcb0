import { beforeEach, describe, expect, it } from '@jest/globals';
import { canonicalJson, parseInstant, seededRng } from '#domain/core';
import { DEFAULT_SCORING_SETTINGS, type FinishedRequest } from '#domain/scoring';
import { dealerScorecards } from '#application/dealer-scorecards';
import { DeskHistories } from '#application/request-history';
import { MemoryMarketState, MemoryQuoteRequestStore, MemoryRequestHistory } from '#adapters/memory';
import { ParametricModel } from '#adapters/parametric';
import { dealerOutcome, finishedRequest } from '../../../../test/factories/finished-request.js';
import { instrumentState } from '../../../../test/factories/instrument-state.js';
import { market } from '../../../../test/factories/market.js';
import { whomToAsk, type WhomToAskCommand } from './index.js';

const NAMES = ['A', 'B', 'C', 'D', 'E', 'F'];

/**
 * Panels by lot of one to five of six dealers who quote the model's 4 bps plus their bias (A the least, F the most) and an error; every
 * one who loses leaks as much.
 */
const history = (requests: number, leakageBps: number, overrides: Partial<FinishedRequest> = {}) => {
  const rng = seededRng(3);
  return Array.from({ length: requests }, (_, i): FinishedRequest => {
    const panel = NAMES.filter(() => rng.uniform() < 0.5);
    const asked = panel.length === 0 ? ['A'] : panel;
    const offers = asked.map((dealer) => 4 + 0.5 * NAMES.indexOf(dealer) + rng.normal());
    const winner = offers.indexOf(Math.min(...offers));
    const driftBps = leakageBps * (asked.length - 1) + 0.2 * rng.normal();
    return finishedRequest({
      ...overrides,
      requestedAt: `row ${i}`,
      dealers: asked.map((dealer, at) =>
        dealerOutcome(dealer, {
          quote: { bid: null, offer: 100 * (1 + offers[at]! / 1e4), mid: 100 },
          ...(at === winner && { fate: 'DONE', takings: 1, filledLots: 1_000 }),
        }),
      ),
      markouts: [{ horizonMs: 60_000, mid: 100 * (1 + driftBps / 1e4) }],
    });
  });
};

describe('whom to ask', () => {
  const state = new MemoryMarketState();
  let rows: MemoryRequestHistory;
  let deskHistories: DeskHistories;
  const clock = { nowMs: () => 0, sleep: () => Promise.resolve() };
  beforeEach(() => {
    state.setState(instrumentState(market()));
    state.setNow(parseInstant('2024-03-05T15:00:01Z')!);
    rows = new MemoryRequestHistory(new MemoryQuoteRequestStore());
    deskHistories = new DeskHistories(rows);
  });

  const keep = (requests: readonly FinishedRequest[]) =>
    rows.write(
      'alpha',
      requests.map((row, i) => ({ requestId: `${row.instrumentId} ${i}`, version: 1, row: canonicalJson(row) })),
    );
  const ask = (overrides: Partial<WhomToAskCommand> = {}) =>
    whomToAsk(
      { market: state, model: new ParametricModel(), deskHistories, clock },
      { deskId: 'alpha', riskAversion: 0.1, scoring: { ...DEFAULT_SCORING_SETTINGS, leakageBps: 0.7 } },
      {
        instrumentId: 'TEST',
        side: 'BUY',
        quantity: 10_000,
        quantityUnit: 'UNITS',
        horizonSeconds: 1_800,
        windowSeconds: 10,
        twoWayLeakageShare: 0.5,
        ...overrides,
      },
    );
  const answered = async (overrides: Partial<WhomToAskCommand> = {}) => {
    const answer = await ask(overrides);
    if (!answer.ok) throw new Error(answer.error.message);
    return answer.value;
  };

  it('the dealers of the desk, the cheapest first, and says what each is known by', async () => {
    await keep(history(1_500, 0.3));
    const { candidates, panels, history: basis } = await answered();
    expect(candidates.map(({ dealer }) => dealer)).toEqual(NAMES);
    expect(panels[0]!.dealers).toEqual(['A']);
    expect(panels.map(({ dealers }) => dealers.length)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(basis).toMatchObject({ basis: 'INSTRUMENT', requests: 1_500 });
    for (const { costBasis, leakageBasis, leakageBps } of candidates) {
      expect(costBasis).toBe('LEARNED');
      expect(leakageBasis).toBe('LEARNED');
      expect(Math.abs(leakageBps - 0.3)).toBeLessThan(0.05);
    }
  });

  it('fewer where they leak more', async () => {
    await keep(history(1_500, 0.02));
    const tight = (await answered()).forms.find(({ form }) => form === 'ONE_WAY')!;
    rows = new MemoryRequestHistory(new MemoryQuoteRequestStore());
    deskHistories = new DeskHistories(rows);
    await keep(history(1_500, 2));
    const leaky = (await answered()).forms.find(({ form }) => form === 'ONE_WAY')!;
    expect(leaky.dealers.length).toBeLessThan(tight.dealers.length);
  });

  it('compares the forms of the request, the cheapest first', async () => {
    await keep(history(500, 0.3));
    const { forms, alternative, advice } = await answered();
    expect(forms.map(({ form }) => form).sort()).toEqual(['ONE_WAY', 'STAGGERED', 'TWO_WAY']);
    const costs = forms.map(({ costBps }) => costBps);
    expect(costs).toEqual([...costs].sort((a, b) => a - b));
    expect(advice).toBe(costs[0]! < alternative.costBps ? 'ASK' : 'WORK_ORDER');
  });

  it('assumes leakage, and says so, until it is known', async () => {
    await keep(history(120, 0.3));
    const { candidates } = await answered();
    const assumed = candidates.filter(({ leakageBasis }) => leakageBasis === 'PRIOR');
    expect(assumed.length).toBeGreaterThan(0);
    for (const { leakageBps } of assumed) expect(leakageBps).toBe(0.7);
  });

  it('who was never seen is as the others, and whoever is named may be asked', async () => {
    await keep(history(500, 0.3));
    const { candidates } = await answered({ dealers: ['Z', 'A', 'Z'] });
    expect(candidates.map(({ dealer, quotes }) => [dealer, quotes > 0])).toEqual([
      ['Z', false],
      ['A', true],
    ]);
  });

  it('learns of the class of the instrument where the instrument itself says little', async () => {
    await keep(history(300, 0.3, { instrumentId: 'OTHER' }));
    expect((await answered()).history).toMatchObject({ requests: 300, basis: 'CLASS' });
  });

  it('compares requests of like size where there are enough', async () => {
    const { averageDailyVolume } = market().terms;
    const conditions = { ...finishedRequest().conditions!, averageDailyVolume };
    await keep([
      ...history(200, 0.3, { conditions }),
      ...history(200, 0.3, { conditions, quantity: 200_000 }).map((row) => ({ ...row, instrumentId: 'TEST' })),
    ]);
    expect((await answered()).history.basis).toMatch(/^INSTRUMENT/);
  });

  it('is not answered where nobody is known, nor without a market', async () => {
    expect(await ask()).toMatchObject({ ok: false, error: { code: 'NO_DEALER_KNOWN', field: 'dealers' } });
    expect(await ask({ dealers: ['A'] })).toMatchObject({ ok: true });
    expect(await ask({ instrumentId: 'NOWHERE' })).toMatchObject({ ok: false, error: { code: 'UNKNOWN_INSTRUMENT' } });
  });

  it('and scorecards are of one instrument or of all', async () => {
    await keep([...history(60, 0.3), ...history(40, 0.3, { instrumentId: 'OTHER' })]);
    const cards = (instrumentId?: string) => dealerScorecards({ deskHistories, clock }, 'alpha', instrumentId);
    expect(await cards()).toMatchObject({ requests: 100 });
    expect(await cards('OTHER')).toMatchObject({ requests: 40 });
    expect((await cards('NOWHERE')).scorecards).toEqual([]);
  });
});
