import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { HitModel, REFERENCE_HIT_PARAMETERS } from '#domain/rfq';
import {
  DEFAULT_STRATEGIC,
  referenceDealer,
  type DealerParameters,
  type PricingRequest,
  type QuotingEngine,
} from '../dealers/index.js';
import {
  AuctionEventKind,
  BuyerDataset,
  DEALER_OUTCOMES,
  DealerDataset,
  decideByPrice,
  DEFAULT_DIFFUSIVE_MARKET,
  firstDealers,
  PASS,
  randomDealers,
  referenceAuctions,
  simulateAuctions,
  WAIT,
  type AuctionListener,
  type AuctionParameters,
  type AuctionRules,
  type AuctionRun,
  type AuctionSimulation,
  type BuyerPolicy,
} from './index.js';

const simulation = (change: Partial<AuctionParameters> = {}, requests = 200): AuctionSimulation => ({
  auctions: { ...referenceAuctions(3), ...change },
  market: DEFAULT_DIFFUSIVE_MARKET,
  requests,
  requestsPerSecond: 1 / 30,
});

const run = (of: AuctionSimulation, policy: BuyerPolicy, ...listeners: readonly AuctionListener[]): AuctionRun => {
  const result = simulateAuctions(of, policy, listeners);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
};

const rules = (change: Partial<AuctionRules>): AuctionRules => ({ ...referenceAuctions(3).rules, ...change });

/** Says the same to everybody. */
const always = (markupBps: number | ((request: PricingRequest) => number)): DealerParameters['quoting'] => {
  const engine: QuotingEngine = {
    reference: 'ARRIVAL_MID',
    pricesSidesApart: false,
    markupBps: (request) => (typeof markupBps === 'number' ? markupBps : markupBps(request)),
  };
  return { kind: 'ENGINE', engine };
};

/** Answers after exactly so many seconds, without leakage or hedge. */
const prompt = (name: string, seconds: number, markupBps: number, change: Partial<DealerParameters> = {}) =>
  referenceDealer(name, {
    responseProbability: 1,
    responseDelay: { medianSeconds: seconds, logSd: 0 },
    leakage: { driftBps: 0, overSeconds: 0, preHedgedShare: 0 },
    hedging: { share: 0, overSeconds: 0 },
    quoting: always(markupBps),
    ...change,
  });

const anyPrice = {
  ...referenceAuctions(3).clients,
  tiers: [{ ...referenceAuctions(3).clients.tiers[0]!, reservation: { mean: 1000, sd: 1 } }],
};

/** The one auction of a simulation, from both sides. */
const oneAuction = (
  dealers: readonly DealerParameters[],
  policy: BuyerPolicy,
  change: Partial<AuctionParameters> = {},
) => {
  const of = { ...simulation({ dealers, clients: anyPrice, ...change }, 1), market: STILL };
  const buyer = new BuyerDataset();
  const dealer = new DealerDataset(of.auctions.rules);
  const { counts } = run(of, policy, buyer, dealer);
  const rows = Array.from({ length: dealer.length }, (_, i) => dealer.row(i));
  return { request: buyer.rows[0]!, rows, counts };
};

const STILL = { ...DEFAULT_DIFFUSIVE_MARKET, volatilityBpsPerSqrtSecond: 0 };

describe('an auction', () => {
  it('goes to the best price, and everybody learns what is theirs to know', () => {
    const dealers = [prompt('A', 1, 4), prompt('B', 2, 3), prompt('C', 3, 3.5), prompt('D', 4, 3)];
    const { request, rows } = oneAuction(dealers, firstDealers(4));
    expect(request.quotes.map(({ fate }) => fate)).toEqual(['LOST', 'DONE', 'LOST', 'LOST']);
    expect(request.costBps).toBeCloseTo(3, 9);
    expect(request.endedNs - request.requestedNs).toBe(4e9);
    expect(rows.map(({ outcome, isCover }) => [outcome, isCover])).toEqual([
      ['TRADED_AWAY', false],
      ['DONE_WITH_COVER', false],
      ['TRADED_AWAY', false],
      ['TIED', true],
    ]);
    expect(rows[1]!.cover).toBe(request.price);
    expect(rows[0]!.cover).toBeNaN();
  });

  it('is decided at the end of the window, without who has not answered or answers later', () => {
    const dealers = [prompt('A', 1, 4), prompt('LATE', 11, 1), prompt('SILENT', 1, 1, { responseProbability: 0 })];
    const { request, rows } = oneAuction(dealers, firstDealers(3));
    expect(request.quotes.map(({ fate }) => fate)).toEqual(['DONE', 'LATE', 'NO_ANSWER']);
    expect(request.endedNs - request.requestedNs).toBe(10e9);
    expect(rows.map(({ outcome }) => outcome)).toEqual(['DONE']);
  });

  it('passes over quotes that expired', () => {
    const dealers = [prompt('SHORT', 1, 1, { quoteValidSeconds: 2 }), prompt('B', 4, 3), prompt('C', 9, 5)];
    const { request, counts } = oneAuction(dealers, firstDealers(3));
    expect(request.quotes.map(({ fate }) => fate)).toEqual(['EXPIRED', 'DONE', 'LOST']);
    expect(counts[AuctionEventKind.EXPIRE]).toBe(1);
  });

  it('goes on with the next best price when a last look refuses', () => {
    const up = { ...DEFAULT_DIFFUSIVE_MARKET, volatilityBpsPerSqrtSecond: 0 };
    const informed = {
      ...anyPrice,
      tiers: [{ ...anyPrice.tiers[0]!, informedProbability: 1 }],
      signalSdBps: 50,
      revelationSeconds: 20,
    };
    const dealers = [prompt('LOOKS', 1, 1, { lastLook: { holdSeconds: 1, thresholdBps: 0 } }), prompt('FIRM', 1, 2)];
    const of = { ...simulation({ dealers, clients: informed }, 1), market: up };
    const [buyer, dealer] = [new BuyerDataset(), new DealerDataset(of.auctions.rules)];
    run(of, firstDealers(2), buyer, dealer);
    const { quotes, endedNs, requestedNs, side, endMid, arrivalMid } = buyer.rows[0]!;
    expect(quotes.map(({ fate }) => fate)).toEqual(['LAST_LOOK_REJECTED', 'DONE']);
    expect(quotes[0]!.rejectMoveBps).toBeGreaterThan(0);
    expect(endedNs - requestedNs).toBe(2e9);
    expect(side * (endMid - arrivalMid)).toBeGreaterThan(0);
    expect(dealer.row(0).outcome).toBe('LAST_LOOK_REJECTED');
  });

  it('is passed on by a client for whom every price is too high', () => {
    const { request, rows } = oneAuction([prompt('A', 1, 1e5)], firstDealers(1));
    expect([request.outcome, request.winner]).toEqual(['PASSED', -1]);
    expect(request.costBps).toBeNaN();
    expect(rows[0]!.outcome).toBe('NOT_TRADED');
  });

  it('of two sides is traded on the one that the client wants, and losers are not told which that was', () => {
    const { request, rows } = oneAuction([prompt('A', 1, 4), prompt('B', 1, 3)], firstDealers(2), {
      rules: rules({ isTwoSided: true }),
    });
    expect(rows.map(({ side }) => side)).toEqual([0, request.side]);
    for (const quote of request.quotes) expect(quote.bid).toBeLessThan(quote.offer);
    expect(request.price).toBe(request.side > 0 ? request.quotes[1]!.offer : request.quotes[1]!.bid);
  });

  it('tells dealers how many others were asked, or lets them assume it', () => {
    const seen: number[] = [];
    const spy = always(({ competitors, othersLeakageBps }) => {
      seen.push(competitors, othersLeakageBps);
      return 1;
    });
    const leaks = { leakage: { driftBps: 0.3, overSeconds: 1, preHedgedShare: 0 } };
    const dealers = [prompt('A', 1, 0, { ...leaks, quoting: spy }), prompt('B', 2, 2, leaks), prompt('C', 2, 2, leaks)];
    oneAuction(dealers, firstDealers(3));
    const { rows } = oneAuction(dealers, firstDealers(3), {
      rules: rules({ tellsCompetitors: false, assumedCompetitors: 5 }),
    });
    expect(seen.map((value) => Number(value.toFixed(9)))).toEqual([2, 0.6, 5, 1.5]);
    expect(rows[0]!.competitors).toBeNaN();
  });

  it('can be widened while it runs', () => {
    const later: BuyerPolicy = {
      panel: () => [0],
      decide: (auction, timeNs, cause) =>
        auction.askedCount === 1 && cause === 'QUOTE'
          ? { kind: 'ASK', dealer: 1 }
          : decideByPrice(auction, timeNs, cause),
    };
    const { request } = oneAuction([prompt('A', 1, 4), prompt('B', 1, 3)], later);
    expect(request.quotes.map(({ dealer, fate, askedNs }) => [dealer, fate, askedNs - request.requestedNs])).toEqual([
      [0, 'LOST', 0],
      [1, 'DONE', 1e9],
    ]);
  });

  it('can be staggered: more are asked when the first have not been good enough for some time', () => {
    const staggered: BuyerPolicy = {
      panel: () => [0],
      decide: (auction, timeNs, cause) => {
        if (cause === 'WAKE' && auction.askedCount < 2) return { kind: 'ASK', dealer: 1 };
        if (auction.askedCount < 2) return { kind: 'WAIT', untilNs: auction.openedNs + 3e9 };
        return decideByPrice(auction, timeNs, cause);
      },
    };
    const { request } = oneAuction([prompt('A', 1, 4), prompt('B', 1, 3)], staggered);
    expect(request.quotes.map(({ fate, askedNs }) => [fate, askedNs - request.requestedNs])).toEqual([
      ['LOST', 0],
      ['DONE', 3e9],
    ]);
    expect(request.endedNs - request.requestedNs).toBe(4e9);
  });

  it.each<[string, number]>([
    ['NaN', NaN],
    ['infinite', Infinity],
    ['below zero', -1e5],
  ])('takes a markup that is %s for no quote', (_, markupBps) => {
    const { request } = oneAuction([prompt('A', 1, markupBps), prompt('B', 1, 3)], firstDealers(2), {
      rules: rules({ isTwoSided: true }),
    });
    expect(request.quotes.map(({ fate }) => fate)).toEqual(['DECLINED', 'DONE']);
  });

  it.each<[string, BuyerPolicy['decide']]>([
    ['a dealer who does not exist', () => ({ kind: 'ACCEPT', dealer: 7 })],
    ['no number', () => ({ kind: 'ACCEPT', dealer: NaN })],
    ['a dealer without a quote', () => ({ kind: 'ACCEPT', dealer: 1 })],
    ['the same dealer again', () => ({ kind: 'ASK', dealer: 0 })],
  ])('refuses a client who wants %s, and stays in order', (_, decide) => {
    const { request, counts } = oneAuction([prompt('A', 1, 4), prompt('B', 1, 3)], { panel: () => [0], decide });
    expect(counts[AuctionEventKind.REFUSED_ACTION]).toBeGreaterThan(0);
    expect(request.outcome).toBe('PASSED');
  });
});

describe('a run', () => {
  it('repeats itself to the last bit, and differs for another seed', () => {
    const once = run(simulation(), randomDealers(1, 4)).hash;
    expect(run(simulation(), randomDealers(1, 4)).hash).toBe(once);
    expect(run(simulation({ seed: 4 }), randomDealers(1, 4)).hash).not.toBe(once);
    expect(run(simulation(), randomDealers(2, 4)).hash).not.toBe(once);
    expect(once).toMatch(/^[0-9a-f]{16}$/);
  });

  it('gives a dealer the same luck and the same market whoever else is asked', () => {
    const quotesOfFirst = (size: number) => {
      const buyer = new BuyerDataset();
      run(simulation({}, 100), firstDealers(size), buyer);
      return buyer.rows.map(({ requestedNs, side, quotes: [quote] }) => ({
        requestedNs,
        side,
        delayNs: quote!.fate === 'LATE' ? NaN : quote!.quotedNs - requestedNs,
      }));
    };
    const [alone, among] = [quotesOfFirst(1), quotesOfFirst(8)];
    const both = alone
      .map((one, i) => [one, among[i]!] as const)
      .filter(([one, other]) => one.delayNs && other.delayNs);
    expect(both.length).toBeGreaterThan(20);
    for (const [one, other] of both) expect(other).toEqual(one);
  });

  it('asks nested panels by lot', () => {
    const panels = [3, 5].map((size) => {
      const buyer = new BuyerDataset();
      run(simulation({}, 50), randomDealers(9, size), buyer);
      return buyer.rows.map(({ quotes }) => quotes.map(({ dealer }) => dealer));
    });
    panels[0]!.forEach((small, i) => {
      expect(panels[1]![i]!.slice(0, 3)).toEqual(small);
      expect(new Set(panels[1]![i]).size).toBe(5);
    });
  });

  it('holds auctions that overlap apart, and ends with none open', () => {
    const buyer = new BuyerDataset();
    const { counts } = run({ ...simulation({}, 300), requestsPerSecond: 5 }, firstDealers(5), buyer);
    expect(buyer.rows.map(({ auction }) => auction).sort((a, b) => a - b)).toEqual([...Array(300).keys()]);
    for (const { quotes, endedNs, requestedNs } of buyer.rows) {
      expect(quotes).toHaveLength(5);
      expect(endedNs - requestedNs).toBeLessThanOrEqual(10e9);
    }
    expect(counts[AuctionEventKind.REQUEST]).toBe(300);
    expect(counts[AuctionEventKind.TRADE]! + counts[AuctionEventKind.PASS]!).toBe(300);
  });

  it('keeps books that add up: what dealers hold is what clients sold and hedges did not lay off', () => {
    const dealers = Array.from({ length: 4 }, (_, i) =>
      referenceDealer(`S${i}`, { quoting: DEFAULT_STRATEGIC, hedging: { share: 0.4, overSeconds: 20 } }),
    );
    const of = simulation({ dealers, clients: { ...referenceAuctions(3).clients, quantityLogSd: 0.5 } }, 150);
    let [units, cash] = [0, 0];
    const ledger: AuctionListener = {
      event: (kind, _timeNs, _auction, _dealer, side, price, quantity) => {
        const sign = kind === AuctionEventKind.TRADE ? -side : kind === AuctionEventKind.HEDGE_FILL ? side : 0;
        units += sign * quantity;
        cash -= sign * quantity * price;
      },
      settled: () => undefined,
    };
    const { books, counts } = run(of, firstDealers(4), ledger);
    expect(counts[AuctionEventKind.HEDGE_FILL]).toBe(counts[AuctionEventKind.TRADE]);
    expect(books.reduce((sum, { inventory }) => sum + inventory, 0)).toBeCloseTo(units, 6);
    expect(books.reduce((sum, book) => sum + book.cash, 0)).toBeCloseTo(cash, 3);
  });

  it('leaves smaller inventories with dealers who fear them', () => {
    const largest = (riskAversionBps: number): number => {
      const quoting = { ...DEFAULT_STRATEGIC, riskAversionBps };
      const dealers = ['A', 'B', 'C'].map((name) =>
        referenceDealer(name, { responseProbability: 1, hedging: { share: 0, overSeconds: 0 }, quoting }),
      );
      let sum = 0;
      const watch: AuctionListener = {
        event: () => undefined,
        settled: ({ inventoryBlocks }) => (sum += Math.abs(inventoryBlocks[0]!) || 0),
      };
      run(simulation({ dealers }, 150), firstDealers(3), watch);
      return sum;
    };
    expect(largest(2)).toBeLessThan(largest(0) / 2);
  });

  it('lets the mid drift by what losers leak and by what informed clients know, and by a hedge', () => {
    const after = (change: Partial<AuctionParameters>, dealer: Partial<DealerParameters>): number => {
      const dealers = ['A', 'B', 'C'].map((name, i) => prompt(name, 1, i, dealer));
      const { request } = oneAuction(dealers, firstDealers(3), change);
      return request.side * Math.log(request.markoutMids.at(-1)! / request.arrivalMid) * 1e4;
    };
    const leakage = { driftBps: 0.5, overSeconds: 30, preHedgedShare: 0 };
    expect(after({}, {})).toBeCloseTo(0, 9);
    expect(after({}, { leakage })).toBeCloseTo(1, 9);
    // Nobody knows yet who will lose: what begins with the request is everybody's.
    expect(after({}, { leakage: { ...leakage, preHedgedShare: 1 } })).toBeCloseTo(1.5, 9);
    expect(
      after({ rules: rules({ isTwoSided: true, twoSidedLeakageShare: 0.25 }) }, { leakage, quoting: always(1) }),
    ).toBeCloseTo(0.25, 9);
    expect(after({}, { hedging: { share: 0.25, overSeconds: 10 } })).toBeCloseTo(STILL.hedgeImpactBps / 2, 9);
    const knows = { ...anyPrice, tiers: [{ ...anyPrice.tiers[0]!, informedProbability: 1 }] };
    expect(after({ clients: knows }, {})).toBeGreaterThan(0.01);
  });

  it('asks nothing of a policy or a random number when parameters are impossible', () => {
    const never: BuyerPolicy = {
      panel: () => {
        throw new Error('asked');
      },
      decide: () => WAIT,
    };
    expect(simulateAuctions({ ...simulation(), requestsPerSecond: -1 }, never)).toMatchObject({
      ok: false,
      error: { code: 'IMPOSSIBLE_PARAMETERS', field: 'requestsPerSecond', allowed: 'positive and finite' },
    });
  });

  const dealer = (change: Partial<DealerParameters>) => ({ dealers: [referenceDealer('A', change)] });
  const { clients, instrument } = referenceAuctions(3);
  const tier = clients.tiers[0]!;
  it.each<[string, Partial<AuctionParameters>]>([
    ['seed', { seed: 1.5 }],
    ['instrument.tickSize', { instrument: { ...instrument, tickSize: 0 } }],
    ['instrument.halfSpreadBps', { instrument: { ...instrument, halfSpreadBps: NaN } }],
    ['rules.windowSeconds', { rules: rules({ windowSeconds: -1 }) }],
    ['rules.markoutSeconds', { rules: rules({ markoutSeconds: [10, 5] }) }],
    ['rules.twoSidedLeakageShare', { rules: rules({ twoSidedLeakageShare: 2 }) }],
    ['clients.tiers', { clients: { ...clients, tiers: [] } }],
    [
      'clients.tiers.0.informedProbability',
      { clients: { ...clients, tiers: [{ ...tier, informedProbability: 1.01 }] } },
    ],
    [
      'clients.tiers.0.reservation.sd',
      { clients: { ...clients, tiers: [{ ...tier, reservation: { mean: 1, sd: 0 } }] } },
    ],
    ['clients.medianQuantity', { clients: { ...clients, medianQuantity: -5 } }],
    ['dealers', { dealers: [] }],
    ['dealers.1.name', { dealers: [referenceDealer('A'), referenceDealer('A')] }],
    ['dealers.0.responseProbability', dealer({ responseProbability: -0.1 })],
    ['dealers.0.responseDelay.medianSeconds', dealer({ responseDelay: { medianSeconds: 0, logSd: 1 } })],
    ['dealers.0.lastLook.holdSeconds', dealer({ lastLook: { holdSeconds: -1, thresholdBps: 0 } })],
    ['dealers.0.leakage.driftBps', dealer({ leakage: { driftBps: NaN, overSeconds: 1, preHedgedShare: 0 } })],
    ['dealers.0.hedging.share', dealer({ hedging: { share: 1.5, overSeconds: 1 } })],
    ['dealers.0.quoting.valueTrust', dealer({ quoting: { ...DEFAULT_STRATEGIC, valueTrust: -1 } })],
    [
      'dealers.0.quoting.competitors.shape',
      dealer({ quoting: { ...DEFAULT_STRATEGIC, competitors: { location: 1, scale: 1, skewness: 0, shape: 0 } } }),
    ],
  ])('refuses an impossible %s by name', (field, change) => {
    expect(simulateAuctions(simulation(change), firstDealers(1))).toMatchObject({ ok: false, error: { field } });
  });
});

describe('what a dealer sees', () => {
  it('is what the likelihood of censored outcomes is about: every case, as often for all dealers as the model says', () => {
    const dealers = Array.from({ length: 5 }, (_, i) =>
      referenceDealer(`D${i}`, {
        responseDelay: { medianSeconds: 1, logSd: 0 },
        leakage: { driftBps: 0, overSeconds: 0, preHedgedShare: 0 },
        hedging: { share: 0, overSeconds: 0 },
      }),
    );
    const of = simulation({ dealers }, 1_500);
    const seen = new DealerDataset(of.auctions.rules);
    run(of, firstDealers(5), seen);
    const model = new HitModel(REFERENCE_HIT_PARAMETERS);
    const outcomes = seen.column('outcome');
    let [done, expected, variance] = [0, 0, 0];
    const counts = new Map<string, number>();
    outcomes.forEach((code, i) => {
      const outcome = DEALER_OUTCOMES[code]!;
      counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
      const { side, bid, offer, arrivalMid, competitors, cover } = seen.row(i);
      const cost = side > 0 ? offer - arrivalMid : arrivalMid - bid;
      const hit = model.hit((cost / arrivalMid) * (1e4 / of.auctions.instrument.halfSpreadBps), competitors);
      done += outcome.startsWith('DONE') ? 1 : 0;
      expected += hit;
      variance += hit * (1 - hit);
      expect(Number.isNaN(cover)).toBe(outcome !== 'DONE_WITH_COVER');
    });
    expect([...counts.keys()].sort()).toEqual(['DONE', 'DONE_WITH_COVER', 'NOT_TRADED', 'TIED', 'TRADED_AWAY']);
    expect(Math.abs(done - expected)).toBeLessThan(4 * Math.sqrt(variance));
  });
});

describe('a client who only waits', () => {
  it('has passed when the window ends', () => {
    const { request } = oneAuction([prompt('A', 1, 1)], { panel: () => [0], decide: () => WAIT });
    expect([request.outcome, request.endedNs - request.requestedNs]).toEqual(['PASSED', 10e9]);
    expect(oneAuction([prompt('A', 1, 1)], { panel: () => [], decide: () => PASS }).request.quotes).toEqual([]);
  });
});

describe('sizes and tiers', () => {
  it('come in lots, and in the shares of the tiers', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.constantFrom(0.1, 1, 100), (seed, lotSize) => {
        const tiers = [0, 3, 1].map((share, i) => ({ ...clients.tiers[0]!, name: `T${i}`, share }));
        const of = simulation(
          {
            seed,
            instrument: { ...referenceAuctions(3).instrument, lotSize },
            clients: { ...clients, tiers, quantityLogSd: 1 },
          },
          40,
        );
        const buyer = new BuyerDataset();
        run(of, firstDealers(1), buyer);
        expect(buyer.truths.every(({ tier }) => tier === 1 || tier === 2)).toBe(true);
        for (const { quantity } of buyer.rows) {
          expect(Math.abs(quantity / lotSize - Math.round(quantity / lotSize))).toBeLessThan(1e-6);
          expect(quantity).toBeGreaterThan(0);
        }
      }),
      { numRuns: 6, seed: 1 },
    );
  });
  const { clients } = referenceAuctions(3);
});
