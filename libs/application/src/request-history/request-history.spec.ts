import { describe, expect, it } from '@jest/globals';
import { rfqEventsText, type RfqCommand } from '#domain/rfq';
import { DEFAULT_DEALER_PRIORS } from '#domain/scoring';
import { type WallClock } from '#application/ports';
import { MemoryQuoteRequestStore, MemoryRequestHistory } from '#adapters/memory';
import { quoteRequestOpening } from '../../../../test/factories/records.js';
import { rfqEventsOf, rfqQuote, rfqTerms, rfqTime } from '../../../../test/factories/rfq.js';
import { DeskHistories, LearnedDealerProfiles } from './index.js';

/** A is asked with B; A quotes `offer` and the client lets it be. */
const auction = (offer: number): readonly RfqCommand[] => [
  {
    type: 'OPEN',
    at: rfqTime(0),
    mid: 100,
    terms: rfqTerms({ dealers: ['A', 'B'] }),
    conditions: {
      instrumentKind: 'EQUITY',
      unitsPerLot: 1,
      spreadBps: 2,
      averageDailyVolume: 1e6,
      dailyVolatility: 0.02,
      realisedDailyVolatility: 0.02,
      fairCostBps: { BUY: 4 },
    },
  },
  {
    type: 'QUOTE',
    at: rfqTime(1),
    mid: 100,
    dealer: 'A',
    quote: rfqQuote('a1', { offer: { price: offer, lots: 1_000 } }),
  },
  { type: 'PASS', at: rfqTime(5), mid: 100 },
];

const learner = () => {
  const store = new MemoryQuoteRequestStore();
  const histories = new DeskHistories(new MemoryRequestHistory(store));
  let nowMs = 0;
  const clock: WallClock = { nowMs: () => nowMs, sleep: () => Promise.resolve() };
  const errors: unknown[] = [];
  const profiles = new LearnedDealerProfiles({ histories, clock, onError: (error) => errors.push(error) });
  /** Plays the auction in one change, so many times. */
  const play = async (offer: number, times = 1): Promise<void> => {
    for (let i = 0; i < times; i += 1) {
      const opening = quoteRequestOpening({ events: rfqEventsText(rfqEventsOf(auction(offer))), status: 'PASSED' });
      await store.append(opening);
    }
  };
  return {
    play,
    errors,
    histories,
    pass: (ms: number) => {
      nowMs += ms;
    },
    bias: async (dealer: string) =>
      (await profiles.profiles('alpha', 'TEST', [dealer], DEFAULT_DEALER_PRIORS))[0]!.biasBps,
    profiles,
  };
};

describe('profiles of dealers learned from the requests of a desk', () => {
  it('are what is assumed of anybody where nothing has ended', async () => {
    const { profiles } = learner();
    const [unseen] = await profiles.profiles('alpha', 'TEST', ['A'], DEFAULT_DEALER_PRIORS);
    expect(unseen).toMatchObject({ dealer: 'A', biasBps: { value: DEFAULT_DEALER_PRIORS.biasBps.pool.value } });
  });

  it('say how a dealer quotes, in which instrument and to which desk', async () => {
    const { play, bias, profiles } = learner();
    await play(100.1, 50);
    const a = await bias('A');
    // 10 bps against the mid where the model saw 4.
    expect(a.value).toBeGreaterThan(5);
    expect(a).toMatchObject({ evidence: 50, basis: 'LEARNED' });
    expect((await profiles.profiles('alpha', 'OTHER', ['A'], DEFAULT_DEALER_PRIORS))[0]!.biasBps.evidence).toBe(0);
    expect((await profiles.profiles('beta', 'TEST', ['A'], DEFAULT_DEALER_PRIORS))[0]!.biasBps.evidence).toBe(0);
  });

  it('rest on what the desk assumes, at once, as far as nothing else is known', async () => {
    const { play, profiles } = learner();
    const wary = { ...DEFAULT_DEALER_PRIORS, rejectProbability: { rate: 0.5, poolStrength: 20, strength: 20 } };
    const [usual] = await profiles.profiles('alpha', 'TEST', ['A'], DEFAULT_DEALER_PRIORS);
    const [warier] = await profiles.profiles('alpha', 'TEST', ['A'], wary);
    expect(usual!.rejectProbability.value).toBeCloseTo(0.05, 12);
    expect(warier!.rejectProbability.value).toBeCloseTo(0.5, 12);
    await play(100.1, 500);
    const biased = { ...wary, biasBps: { ...wary.biasBps, pool: { value: -50, sd: 2 } } };
    const [seen] = await profiles.profiles('alpha', 'TEST', ['A'], biased);
    expect(seen!.biasBps.value).toBeGreaterThan(5);
  });

  it('come in the order asked for, and of who was never seen as of the others', async () => {
    const { play, profiles } = learner();
    await play(100.1, 50);
    const found = await profiles.profiles('alpha', 'TEST', ['Z', 'A', 'B'], DEFAULT_DEALER_PRIORS);
    expect(found.map(({ dealer }) => dealer)).toEqual(['Z', 'A', 'B']);
    expect(found[0]!.biasBps.value).toBeGreaterThan(2);
    expect(found[2]!.response.answersWithin(5)).toBeLessThan(0.2);
  });

  it('answer as they are while they learn what has ended since', async () => {
    const { play, bias, pass, histories, errors } = learner();
    await play(100.1);
    const first = await bias('A');
    await play(100.1, 30);
    expect(await bias('A')).toEqual(first);
    pass(60_000);
    expect(await bias('A')).toEqual(first);
    await histories.current('alpha');
    await new Promise((resolve) => {
      setTimeout(resolve, 0);
    });
    expect(await bias('A')).toMatchObject({ evidence: 31 });
    expect(errors).toEqual([]);
  });
});
