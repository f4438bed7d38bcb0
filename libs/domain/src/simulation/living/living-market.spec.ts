import { describe, expect, it } from '@jest/globals';
import { ASK, BID } from '#domain/market-data';
import {
  AuctionEventKind,
  BuyerDataset,
  DEFAULT_ORDER_BOOK_MARKET,
  firstDealers,
  referenceAuctions,
  type AuctionListener,
} from '../auction/index.js';
import { referenceDealer } from '../dealers/index.js';
import { LIQUID_STOCK, SimulatedMarket } from '../market/index.js';
import { LivingMarket, type LivingMarketParameters } from './living-market.js';

const AUCTIONS = referenceAuctions(0);

const parameters = (change: Partial<LivingMarketParameters> = {}): LivingMarketParameters => ({
  market: { ...LIQUID_STOCK, warmUpSeconds: 1_800 },
  auctions: { ...AUCTIONS, clients: { ...AUCTIONS.clients, medianQuantity: 2_000 } },
  orders: DEFAULT_ORDER_BOOK_MARKET,
  requestsPerSecond: 1 / 30,
  ...change,
});

const opened = (of: LivingMarketParameters, seed: number, ...listeners: readonly AuctionListener[]): LivingMarket => {
  const living = LivingMarket.open(of, seed, firstDealers(5), listeners);
  if (!living.ok) throw new Error(living.error.message);
  return living.value;
};

/** Hedges all at once, so that nothing of them is on its way for long. */
const atOnce = AUCTIONS.dealers.map(({ name }) => referenceDealer(name, { hedging: { share: 1, overSeconds: 0 } }));

describe('a market of agents with dealers', () => {
  it('is one stream of events per seed, however it is advanced', () => {
    const [whole, stepped, other] = [opened(parameters(), 5), opened(parameters(), 5), opened(parameters(), 6)];
    whole.advanceTo(900);
    for (let second = 0.5; second <= 900; second += 0.5) stepped.advanceTo(second);
    other.advanceTo(900);
    expect(whole.hash()).toHaveLength(32);
    expect(stepped.hash()).toBe(whole.hash());
    expect(other.hash()).not.toBe(whole.hash());
  });

  it('conserves shares: what dealers sold to clients they have, or bought back in the book', () => {
    const inBook = new Map<number, number>();
    const { auctions, ...rest } = parameters();
    const living = opened({ ...rest, auctions: { ...auctions, dealers: atOnce } }, 3, {
      event: (kind, _time, _auction, dealer, side, _price, quantity) => {
        const sign = kind === AuctionEventKind.TRADE ? -side : kind === AuctionEventKind.HEDGE_FILL ? side : 0;
        inBook.set(dealer, (inBook.get(dealer) ?? 0) + sign * quantity);
      },
      settled: () => undefined,
    });
    living.advanceTo(1_800);
    expect(living.counts[AuctionEventKind.TRADE]).toBeGreaterThan(10);
    expect(living.counts[AuctionEventKind.HEDGE_FILL]).toBeGreaterThan(living.counts[AuctionEventKind.TRADE]!);
    living.books.forEach((book, dealer) => {
      expect(book.inventory).toBe(inBook.get(dealer) ?? 0);
      expect(book.inventory).toBe(0);
    });
    expect(living.market.book.bestTicks(BID)).toBeLessThan(living.market.book.bestTicks(ASK));
  });

  it('is the market of agents alone until the first order of a dealer', () => {
    const buyers = new BuyerDataset();
    const living = opened(parameters({ requestsPerSecond: 1e-6 }), 2, buyers);
    const alone = SimulatedMarket.open(parameters().market, 2);
    if (!alone.ok) throw new Error(alone.error.message);
    living.advanceTo(600);
    alone.value.advanceTo(600);
    expect(buyers.rows).toEqual([]);
    expect(living.market.hash()).toBe(alone.value.hash());
  });

  it.each([
    [{ requestsPerSecond: 0 }, 'requestsPerSecond'],
    [{ orders: { ...DEFAULT_ORDER_BOOK_MARKET, childSeconds: -1 } }, 'childSeconds'],
    [{ market: { ...LIQUID_STOCK, tickSize: 0 } }, 'tickSize'],
    [{ auctions: { ...AUCTIONS, dealers: [] } }, 'dealers'],
  ])('refuses %j by name', (change, field) => {
    expect(LivingMarket.open(parameters(change), 1, firstDealers(1))).toMatchObject({ ok: false, error: { field } });
  });
});
