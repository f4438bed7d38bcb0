import { describe, expect, it } from '@jest/globals';
import { type Identifiers, type InstrumentState } from '#application/ports';
import {
  openQuoteRequest,
  respond,
  type OpenQuoteRequestCommand,
  type QuoteResponse,
} from '#application/command-quote-request';
import { QuoteRequests } from '#application/quote-requests';
import { MemoryDealerHedges, MemoryMarketState, MemoryQuoteRequestStore } from '#adapters/memory';
import { NodeIdentifiers } from '#adapters/node-crypto';
import { ParametricModel } from '#adapters/parametric';
import { instrumentState } from '../../../../test/factories/instrument-state.js';
import { market, terms } from '../../../../test/factories/market.js';
import { rfqTime } from '../../../../test/factories/rfq.js';
import { SimulatedDealers } from './index.js';

const DESK = 'alpha';
/** What the dealers do is drawn by it. */
const REQUEST = '01a1ffb6-f103-7c05-aed1-88fbab5d6caf';
const ALL = ['D1', 'D2', 'D3', 'D4', 'D5', 'D6', 'D7', 'D8'];

/** The market of SIM-ALPHA about a mid, and whether it is the living one. */
const stateAt = (mid: number, sequence: number, isLiving = true): InstrumentState =>
  instrumentState(
    market({
      terms: terms({ instrumentId: 'SIM-ALPHA', tickSize: 0.005 }),
      bids: [{ price: mid - 0.005, size: 500 }],
      asks: [{ price: mid + 0.005, size: 500 }],
      sequence,
    }),
    isLiving ? { auctions: [] } : {},
  );

const openDesk = async (overrides: Partial<OpenQuoteRequestCommand> = {}, isLiving = true) => {
  const state = new MemoryMarketState();
  let sequence = 1;
  state.setState(stateAt(100, sequence, isLiving));
  state.setNow(rfqTime(0));
  const store = new MemoryQuoteRequestStore();
  const node = new NodeIdentifiers();
  const identifiers: Identifiers = { newId: () => REQUEST, digest: (text) => node.digest(text) };
  const hedges = new MemoryDealerHedges();
  const start = () => {
    const requests = new QuoteRequests({ store, identifiers });
    const ports = { market: state, requests, identifiers, hedges, model: new ParametricModel() };
    const dealers = new SimulatedDealers(ports);
    requests.listen((deskId, request) => {
      dealers.hear(deskId, request);
    });
    return { ports, dealers };
  };
  let running = start();
  const opened = await openQuoteRequest(running.ports, DESK, {
    legs: [{ instrumentId: 'SIM-ALPHA', side: 'BUY', lotsPerLot: 1 }],
    side: 'BUY',
    quantity: 3_000,
    quantityUnit: 'UNITS',
    allOrNone: false,
    dealers: ALL,
    expiresInSeconds: 600,
    horizonSeconds: 1_800,
    idempotencyKey: 'open',
    ...overrides,
  });
  if (!opened.ok) throw new Error(opened.error.message);
  const { requestId } = opened.value;
  let answers = 0;
  const standing = async () => (await running.ports.requests.find(DESK, requestId))!;
  return {
    requestId,
    hedges,
    standing,
    /** Lets session time pass in steps of a tenth of a second. */
    pass: async (from: number, to: number): Promise<void> => {
      for (let second = from; second <= to; second += 0.1) {
        state.setNow(rfqTime(second));
        await running.dealers.tick();
      }
    },
    move: (mid: number): void => {
      sequence += 1;
      state.setState(stateAt(mid, sequence, isLiving));
    },
    respond: async (response: QuoteResponse): Promise<void> => {
      answers += 1;
      const command = { quoteRequestId: requestId, response, idempotencyKey: `answer ${answers}` };
      const answer = await respond(running.ports, DESK, command);
      if (!answer.ok) throw new Error(answer.error.message);
    },
    restart: (): void => {
      running = start();
    },
    dealer: async (name: string) => (await standing()).state.dealers.get(name)!,
    /** Those who have quoted, best first for a buyer. */
    quoted: async (): Promise<readonly string[]> =>
      [...(await standing()).state.dealers]
        .filter(([, { status }]) => status === 'QUOTED')
        .sort(([, a], [, b]) => a.quote!.offer!.price - b.quote!.offer!.price)
        .map(([name]) => name),
  };
};

type Desk = Awaited<ReturnType<typeof openDesk>>;

/** Lifts a dealer's quote in full. */
const lift = async ({ dealer, respond: answer }: Desk, name: string): Promise<void> => {
  const { quote } = await dealer(name);
  await answer({ lift: { dealer: name, quoteId: quote!.quoteId, quantityUnit: 'LOTS' } });
};

describe('simulated dealers', () => {
  it('answer one after another, most of them, with prices about the mid that outlast a look at them', async () => {
    const desk = await openDesk();
    const seen: number[] = [];
    for (const second of [0, 1, 2, 4, 8, 15]) {
      await desk.pass(second, second + 0.9);
      seen.push((await desk.quoted()).length);
    }
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen[0]).toBeLessThan(seen.at(-1)!);
    expect(seen.at(-1)).toBeGreaterThanOrEqual(4);
    for (const name of await desk.quoted()) {
      const { quote, midAtQuote } = await desk.dealer(name);
      expect(quote).toMatchObject({ quoteId: `${name}-1`, offer: { lots: 3_000 } });
      expect(Math.abs(quote!.offer!.price / midAtQuote! - 1)).toBeLessThan(0.005);
      expect(quote!.bid).toBeUndefined();
    }
  });

  it('fill what is lifted, and hedge it in the book on the side of the client', async () => {
    const desk = await openDesk({ dealers: ['D1', 'D2', 'D3', 'D4'] });
    await desk.pass(0, 20);
    const [best] = await desk.quoted();
    await lift(desk, best!);
    await desk.pass(20, 21);
    const { state } = await desk.standing();
    expect(state).toMatchObject({ status: 'TRADED', filledLots: 3_000 });
    const { fills } = await desk.dealer(best!);
    expect(desk.hedges.blocks).toEqual([
      { instrumentId: 'SIM-ALPHA', dealer: best, side: 'BUY', quantity: 3_000, price: fills[0]!.price },
    ]);
  });

  it('with a last look wait for it: they reject where the mid has gone against them, quote again, and fill where it has not', async () => {
    const desk = await openDesk({ dealers: ['D5', 'D6'] });
    await desk.pass(0, 20);
    const [name] = await desk.quoted();
    expect((await desk.dealer(name!)).quote).toMatchObject({ lastLookMs: 500 });
    await lift(desk, name!);
    desk.move(100.05);
    await desk.pass(20, 20.3);
    expect(await desk.dealer(name!)).toMatchObject({ status: 'TAKEN' });
    await desk.pass(20.4, 21);
    expect(await desk.dealer(name!)).toMatchObject({ status: 'REJECTED', rejectedLots: 3_000 });
    expect(desk.hedges.blocks).toEqual([]);
    await desk.pass(21, 50);
    expect(await desk.dealer(name!)).toMatchObject({ status: 'QUOTED', quote: { quoteId: `${name}-2` } });
    await lift(desk, name!);
    await desk.pass(50, 51);
    expect((await desk.standing()).state).toMatchObject({ status: 'TRADED' });
    expect(desk.hedges.blocks).toHaveLength(1);
  });

  it('quote again when their quotes have expired, about the mid of that moment, and meet a counter halfway', async () => {
    const desk = await openDesk({ dealers: ['D1', 'D2', 'D3', 'D4'] });
    await desk.pass(0, 20);
    const [name] = await desk.quoted();
    const first = (await desk.dealer(name!)).quote!.offer!.price;
    desk.move(101);
    await desk.pass(20, 100);
    const { quote } = await desk.dealer(name!);
    expect(quote!.quoteId).toBe(`${name}-2`);
    expect(quote!.offer!.price - first).toBeCloseTo(1, 1);
    const counterPrice = quote!.offer!.price - 0.02;
    await desk.respond({
      counter: { dealer: name!, quoteId: quote!.quoteId, side: 'BUY', price: counterPrice, quantityUnit: 'LOTS' },
    });
    await desk.pass(100, 130);
    expect((await desk.dealer(name!)).quote).toMatchObject({ quoteId: `${name}-3` });
    expect((await desk.dealer(name!)).quote!.offer!.price).toBeCloseTo(counterPrice + 0.01, 6);
  });

  it('after a restart go on as soon as somebody looks', async () => {
    const desk = await openDesk({ dealers: ['D1', 'D2', 'D3', 'D4'] });
    await desk.pass(0, 20);
    const [best] = await desk.quoted();
    await lift(desk, best!);
    desk.restart();
    await desk.pass(20, 21);
    expect(desk.hedges.blocks).toEqual([]);
    expect((await desk.standing()).state.status).toBe('OPEN');
    await desk.pass(21, 22);
    expect((await desk.standing()).state.status).toBe('TRADED');
  });

  it('quote both sides of a two-sided request, uncrossed, or decline', async () => {
    const desk = await openDesk({ side: 'TWO_SIDED' });
    await desk.pass(0, 20);
    const threads = [...(await desk.standing()).state.dealers.values()];
    const quotes = threads.flatMap(({ status, quote }) => (status === 'QUOTED' ? [quote!] : []));
    expect(quotes.length).toBeGreaterThan(0);
    for (const { bid, offer } of quotes) expect(bid!.price).toBeLessThanOrEqual(offer!.price);
  });

  it.each<[string, Partial<OpenQuoteRequestCommand>, boolean]>([
    ['people', { dealers: ['Dealer A', 'NORTH'] }, true],
    ['anybody, where a recording plays', {}, false],
  ])('do not answer for %s', async (_, overrides, isLiving) => {
    const desk = await openDesk(overrides, isLiving);
    await desk.pass(0, 20);
    expect((await desk.standing()).version).toBe(1);
  });

  it('answer nothing once the request has ended', async () => {
    const desk = await openDesk();
    await desk.respond({ pass: {} });
    await desk.pass(0, 20);
    expect((await desk.standing()).version).toBe(2);
  });
});
