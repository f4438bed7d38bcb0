import { describe, expect, it } from '@jest/globals';
import { EventKind, type EventBatch, type OutsideBlock, type SimulatedAuction } from '#domain/market-data';
import { LivingMarket } from './living-market.js';
import { LIVING_INSTRUMENTS, livingClients, livingSeed, type LivingInstrument } from './living-instruments.js';
import { livingSession, type LivingSession } from './living-session.js';

const [ALPHA] = LIVING_INSTRUMENTS as readonly [LivingInstrument];

/** An hour, with requests for quotes often enough to see many, and last looks that refuse whatever moved. */
const BUSY: LivingInstrument['parameters'] = {
  ...ALPHA.parameters,
  market: { ...ALPHA.parameters.market, sessionSeconds: 3_600 },
  auctions: {
    ...ALPHA.parameters.auctions,
    dealers: ALPHA.parameters.auctions.dealers.map((dealer) => ({
      ...dealer,
      lastLook: { holdSeconds: 2, thresholdBps: 0 },
    })),
  },
  requestsPerSecond: 1 / 10,
};

const opened = (seed = 1): LivingSession => {
  const told = livingSession(BUSY, seed, livingClients(seed));
  if (!told.ok) throw new Error(told.error.message);
  return told.value;
};

const allOf = (session: LivingSession): readonly SimulatedAuction[] => session.auctions().until(Infinity);

const tradedUnits = (events: Iterable<EventBatch>): number => {
  let units = 0;
  for (const batch of events) {
    for (let row = 0; row < batch.length; row += 1) {
      if (batch.kind[row] === EventKind.TRADE) units += batch.size[row]!;
    }
  }
  return units;
};

describe('a session of a living market', () => {
  const auctions = allOf(opened());

  it('tells the trades of its market, the hedges among them', () => {
    const living = LivingMarket.open(BUSY, 1, livingClients(1));
    if (!living.ok) throw new Error(living.error.message);
    const before = living.value.market.tradedUnits;
    living.value.advanceTo(BUSY.market.sessionSeconds);
    expect(tradedUnits(opened().events)).toBe(living.value.market.tradedUnits - before);
  });

  it('tells the same auctions at every reading, and others by another seed', () => {
    const session = opened();
    expect(allOf(session)).toEqual(auctions);
    expect(allOf(session)).toEqual(auctions);
    expect(allOf(opened(2))).not.toEqual(auctions);
  });

  it('tells each auction once, when it is known, and of every result', () => {
    expect(auctions.length).toBeGreaterThan(200);
    expect(new Set(auctions.map(({ auctionId }) => auctionId)).size).toBe(auctions.length);
    expect(auctions.map(({ knownNs }) => knownNs)).toEqual(
      auctions.map(({ knownNs }) => knownNs).sort((a, b) => a - b),
    );
    for (const { requestedNs, endedNs, knownNs } of auctions) {
      expect(requestedNs).toBeLessThanOrEqual(endedNs);
      expect(endedNs).toBeLessThan(knownNs);
    }
    expect(new Set(auctions.map(({ result }) => result))).toEqual(new Set(['TRADED', 'PASSED', 'REJECTED']));
    expect(new Set(auctions.map(({ clientTier }) => clientTier))).toEqual(new Set(['ASSET_MANAGER', 'HEDGE_FUND']));
  });

  it('what was traded is the best price of those still there, and the cover the next one', () => {
    for (const { side, quotes, result, trade, coverPrice } of auctions) {
      const sign = side === 'BUY' ? 1 : -1;
      const done = quotes.filter(({ fate }) => fate === 'DONE');
      expect(done.map(({ dealer, price }) => ({ dealer, price }))).toEqual(
        trade === undefined ? [] : [{ dealer: trade.dealer, price: trade.price }],
      );
      expect(trade !== undefined).toBe(result === 'TRADED');
      const away = quotes.flatMap(({ fate, price }) => (fate === 'DONE_AWAY' ? [sign * price!] : []));
      expect(coverPrice).toBe(away.length === 0 ? undefined : sign * Math.min(...away));
      if (trade !== undefined && coverPrice !== undefined) {
        expect(sign * trade.price).toBeLessThanOrEqual(sign * coverPrice);
      }
      expect(quotes.some(({ fate }) => fate === 'NOT_TRADED') && result === 'TRADED').toBe(false);
      for (const { fate, price, responseSeconds } of quotes) {
        expect(price === undefined).toBe(['NO_ANSWER', 'DECLINED', 'LATE'].includes(fate));
        if (price !== undefined) expect(responseSeconds).toBeGreaterThan(0);
      }
    }
  });

  describe('with a block from outside', () => {
    const AT_SECOND = 900;
    const BLOCK = { dealer: 'D1', side: 'BUY', quantity: 60_000, price: 100 } as const;

    /** Units that trade in the book, and the auctions, read beside each other; the block comes in at a time. */
    const played = (session: LivingSession, block?: OutsideBlock) => {
      const events = session.events[Symbol.iterator]();
      const auctions = session.auctions();
      const known: SimulatedAuction[] = [];
      let [units, isDone] = [0, block === undefined];
      for (let next = events.next(); next.done !== true; next = events.next()) {
        const batch = next.value;
        for (let row = 0; row < batch.length; row += 1) {
          if (batch.kind[row] === EventKind.TRADE) units += batch.size[row]!;
        }
        const timeNs = batch.decisionNs[batch.length - 1]!;
        known.push(...auctions.until(timeNs));
        if (isDone || block === undefined || timeNs < AT_SECOND * 1e9) continue;
        session.tradeOutside(block);
        isDone = true;
      }
      known.push(...auctions.until(Infinity));
      return { units, known };
    };
    const without = played(opened());
    const session = opened();
    const withBlock = played(session, BLOCK);
    /** Those that were asked for before it, and after. */
    const asked = (known: readonly SimulatedAuction[], isAfter: boolean): readonly SimulatedAuction[] =>
      known.filter(({ requestedNs }) => requestedNs > AT_SECOND * 1e9 === isAfter);

    it('its dealer hedges it in the book, and later auctions meet the market that this leaves', () => {
      expect(withBlock.units).not.toBe(without.units);
      expect(asked(withBlock.known, false).slice(0, -2)).toEqual(asked(without.known, false).slice(0, -2));
      const midsAfter = ({ known }: typeof without): readonly number[] =>
        asked(known, true).map(({ arrivalMid }) => arrivalMid);
      expect(midsAfter(withBlock)).not.toEqual(midsAfter(without));
    });

    it('another reading of the same playing tells the same auctions', () => {
      expect(allOf(session)).toEqual(withBlock.known);
    });

    it('a playing that begins anew knows nothing of it', () => {
      expect(played(session)).toEqual(without);
    });

    it('of a dealer who is not there is refused', () => {
      expect(() => {
        opened().tradeOutside({ ...BLOCK, dealer: 'D99' });
      }).toThrow('D99');
    });
  });

  it('an impossible one is refused by name', () => {
    expect(livingSession({ ...BUSY, requestsPerSecond: NaN }, 1, livingClients(1))).toMatchObject({
      ok: false,
      error: { field: 'requestsPerSecond' },
    });
    expect(livingSession(BUSY, -1, livingClients(1))).toMatchObject({ ok: false, error: { field: 'seed' } });
  });
});

describe.each(LIVING_INSTRUMENTS)('the session of $instrumentId', (instrument) => {
  it('trades about the volume that its terms state', () => {
    const { parameters, averageDailyVolume } = instrument;
    const seed = livingSeed(instrument, 61);
    const told = livingSession(parameters, seed, livingClients(seed));
    if (!told.ok) throw new Error(told.error.message);
    const units = tradedUnits(told.value.events);
    expect(Math.abs(units / averageDailyVolume - 1)).toBeLessThan(0.25);
  });
});
