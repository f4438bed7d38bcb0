import { describe, expect, it } from '@jest/globals';
import { type RankedRequest } from './index.js';
import { MemoryQuoteRequestStore } from '#adapters/memory';
import { market } from '../../../../test/factories/market.js';
import { auctionOpening, auctionQuote, rankedDealers } from '../../../../test/factories/rfq-auction.js';
import { LIVE_DESK, openLive } from '../../../../test/factories/rfq-live.js';
import { rfqQuote, rfqTerms, rfqTime } from '../../../../test/factories/rfq.js';

const REQUEST = '01a1ffb6-f103-7c05-aed1-88fbab5d6caf';

const openFollowed = async (opening = auctionOpening(REQUEST)) => {
  const live = openLive(new MemoryQuoteRequestStore());
  await live.change(opening);
  const subscription = (await live.followers.follow(LIVE_DESK, REQUEST))!;
  const next = async (): Promise<RankedRequest> => {
    const { value } = (await subscription.next()) as { value: RankedRequest };
    return value;
  };
  return { ...live, subscription, next };
};

const dealersOf = ({ rankings }: RankedRequest): readonly string[] =>
  rankings.flatMap(({ ranking }) => (ranking.ok ? ranking.value.quotes.map(({ dealer }) => dealer) : []));

const codesOf = ({ rankings }: RankedRequest): readonly string[] =>
  rankings.flatMap(({ ranking }) => (ranking.ok ? [] : [ranking.error.code]));

/** Whether a subscriber has something to read by now. */
const isOwed = async (pending: Promise<unknown>): Promise<boolean> =>
  Promise.race([pending.then(() => true), new Promise<boolean>((resolve) => setImmediate(resolve, false))]);

describe('following a request for quote', () => {
  it('shows how it stands at once, and ranks again as quotes arrive', async () => {
    const { change, next } = await openFollowed();
    const opened = await next();
    expect([opened.version, opened.status, codesOf(opened)]).toEqual([1, 'OPEN', ['NO_QUOTE_STANDS']]);
    await change(auctionQuote(REQUEST, 'Dealer 3', 0));
    await change(auctionQuote(REQUEST, 'Dealer 1', 0));
    const view = await next();
    expect(view.version).toBe(3);
    expect(dealersOf(view)).toEqual(rankedDealers(view.state));
    expect(dealersOf(view)).toHaveLength(2);
  });

  it('ranks again when the market moves, and not when it stands still', async () => {
    const live = await openFollowed();
    await live.change(auctionQuote(REQUEST, 'Dealer 1', 0));
    const before = await live.next();
    const pending = live.next();
    live.followers.tick();
    expect(await isOwed(pending)).toBe(false);
    live.market.setSnapshot(
      market({ sequence: 2, bids: [{ price: 100.045, size: 500 }], asks: [{ price: 100.055, size: 500 }] }),
    );
    live.followers.tick();
    const after = await pending;
    const costOf = ({ rankings: [side] }: RankedRequest): number =>
      side?.ranking.ok ? side.ranking.value.quotes[0]!.allInCostBps : NaN;
    expect(after.version).toBe(before.version);
    expect(costOf(before) - costOf(after)).toBeCloseTo(5, 0);
  });

  it('owes every subscriber his own look at a move that only another has seen', async () => {
    const live = await openFollowed();
    const other = (await live.followers.follow(LIVE_DESK, REQUEST))!;
    await live.next();
    live.market.setSnapshot(market({ sequence: 2 }));
    await other.next();
    const [pending, others] = [live.next(), other.next()];
    live.followers.tick();
    expect(await pending).toMatchObject({ version: 1 });
    expect(await isOwed(others)).toBe(false);
  });

  it('ranks again when a quote expires, and when the request does', async () => {
    const live = await openFollowed();
    await live.change(auctionQuote(REQUEST, 'Dealer 1', 0));
    expect(dealersOf(await live.next())).toEqual(['Dealer 1']);
    live.market.setNow(rfqTime(30));
    live.followers.tick();
    expect(codesOf(await live.next())).toEqual(['ALL_QUOTES_EXPIRED']);
    live.market.setNow(rfqTime(60));
    live.followers.tick();
    expect(await live.next()).toMatchObject({ status: 'EXPIRED', rankings: [] });
  });

  it('ranks a two-sided request on both sides', async () => {
    const opening = auctionOpening(REQUEST);
    const terms = rfqTerms({ side: 'TWO_SIDED', dealers: ['A'] });
    const { change, next } = await openFollowed({ ...opening, command: { type: 'OPEN', at: rfqTime(0), terms } });
    const quote = rfqQuote('a1', { bid: { price: 99.95, lots: 500 }, offer: { price: 100.05, lots: 1_000 } });
    const quoted = { requestId: REQUEST, idempotencyKey: 'a1', requestText: 'a1' };
    await change({ ...quoted, command: { type: 'QUOTE', at: rfqTime(1), dealer: 'A', quote } });
    const { rankings } = await next();
    const shown = rankings.map(({ side, ranking }) => [side, ranking.ok && ranking.value.quotes[0]!.quantity]);
    expect(shown).toEqual([
      ['BUY', 1_000],
      ['SELL', 500],
    ]);
  });

  it.each([
    ['is silent', 'STALE_MARKET'],
    ['does not know the instrument', 'UNKNOWN_INSTRUMENT'],
    ['has only packages of it', 'PACKAGE_NOT_RANKED'],
  ])('says why there is no ranking where the market %s', async (_, code) => {
    const leg = (instrumentId: string) => ({ instrumentId, side: 'BUY' as const, lotsPerLot: 1 });
    const legs = {
      STALE_MARKET: [leg('TEST')],
      UNKNOWN_INSTRUMENT: [leg('OTHER')],
      PACKAGE_NOT_RANKED: [leg('TEST'), leg('OTHER')],
    }[code]!;
    const terms = rfqTerms({ legs });
    const live = await openFollowed({ ...auctionOpening(REQUEST), command: { type: 'OPEN', at: rfqTime(0), terms } });
    if (code === 'STALE_MARKET') live.market.setFeedSilenceMs(60_000);
    expect(codesOf(await live.next())).toEqual([code]);
  });

  it('a subscriber who does not read owes nobody anything, and sees the end', async () => {
    const { change, next } = await openFollowed();
    await next();
    for (let round = 0; round < 50; round += 1) await change(auctionQuote(REQUEST, 'Dealer 1', round));
    expect((await next()).version).toBe(51);
  });

  it('ends when the subscriber goes, also while he waits', async () => {
    const { subscription, next } = await openFollowed();
    await next();
    const waiting = subscription.next();
    await subscription.return?.();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(await subscription.next()).toEqual({ done: true, value: undefined });
  });

  it('knows no request of another desk', async () => {
    const { followers } = await openFollowed();
    expect(await followers.follow({ ...LIVE_DESK, deskId: 'beta' }, REQUEST)).toBeUndefined();
  });
});
