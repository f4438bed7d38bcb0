import { beforeEach, describe, expect, it } from '@jest/globals';
import { type ImpactRequest } from '#domain/impact';
import { DESKS, memoryPorts, type MemoryPorts } from '../../../../test/factories/api.js';
import { market } from '../../../../test/factories/market.js';
import { QuoteStreams, type IndicativeQuote, type StreamedQuote } from './index.js';

const SIZE = { instrumentId: 'TEST', quantity: 10_000, quantityUnit: 'UNITS', horizonSeconds: 1_800 } as const;

let ports: MemoryPorts;
/** Impact requests of each call of the model. */
let calls: number[];
let streams: QuoteStreams;

beforeEach(() => {
  ports = memoryPorts();
  calls = [];
  const forecast = (requests: readonly ImpactRequest[]) => {
    calls.push(requests.length);
    return ports.model.forecast(requests);
  };
  streams = new QuoteStreams({ ...ports, model: { forecast } });
});

const quoteOf = async (stream: AsyncIterator<StreamedQuote>): Promise<IndicativeQuote> => {
  const { value } = (await stream.next()) as { value: StreamedQuote };
  if (!value.ok) throw new Error(value.error.message);
  return value.value;
};

/** A tick higher than the market before. */
const move = (sequence: number): void => {
  const level = (cents: number) => [{ price: (cents + sequence) / 100, size: 500 }] as const;
  ports.market.setSnapshot(market({ sequence, bids: level(9_999), asks: level(10_001) }));
  streams.tick();
};

/** Whether a subscriber has something to read by now. */
const isOwed = (pending: Promise<unknown>): Promise<boolean> =>
  Promise.race([pending.then(() => true), new Promise<boolean>((resolve) => setTimeout(resolve, 20, false))]);

describe('QuoteStreams', () => {
  it('owes one look, however often the market moved', async () => {
    const stream = streams.follow(DESKS.alpha, SIZE);
    expect(await quoteOf(stream)).toMatchObject({ revision: 1, market: { mid: 100 } });
    for (const sequence of [2, 3, 4]) move(sequence);
    expect(await quoteOf(stream)).toMatchObject({ revision: 2, market: { ask: 100.05 } });
    const pending = stream.next();
    streams.tick();
    expect(await isOwed(pending)).toBe(false);
    streams.changed(DESKS.beta);
    expect(await isOwed(pending)).toBe(false);
    streams.changed(DESKS.alpha);
    expect((await pending).value).toMatchObject({ value: { revision: 3 } });
  });

  it('prices a thousand in slices, the event loop let go between them', async () => {
    const all = Array.from({ length: 1_000 }, () => streams.follow(DESKS.alpha, SIZE));
    await Promise.all(all.map(quoteOf));
    calls = [];
    let turns = 0;
    let isCounting = true;
    const count = (): void => {
      turns += 1;
      if (isCounting) setImmediate(count);
    };
    setImmediate(count);
    move(2);
    const quotes = await Promise.all(all.map(quoteOf));
    isCounting = false;
    expect(new Set(quotes.map(({ revision, market: { ask } }) => `${revision} at ${ask}`))).toEqual(
      new Set(['2 at 100.03']),
    );
    expect(Math.max(...calls)).toBeLessThanOrEqual(20);
    expect(turns).toBeGreaterThan(90);
  });

  it('lets a desk of one stream wait for no thousand of another', async () => {
    const first: string[] = [];
    const many = Array.from({ length: 1_000 }, async () => {
      await quoteOf(streams.follow(DESKS.alpha, SIZE));
      first.push('alpha');
    });
    await quoteOf(streams.follow(DESKS.beta, SIZE));
    expect(first.length).toBeLessThan(100);
    await Promise.all(many);
  });

  it('ends by the kill switch for its desk alone', async () => {
    const [own, other] = [streams.follow(DESKS.alpha, SIZE), streams.follow(DESKS.beta, SIZE)];
    await Promise.all([own, other].map(quoteOf));
    await ports.quoteBook.engage(DESKS.alpha, 'somebody', 'a test', ports.market.now());
    streams.changed(DESKS.alpha);
    expect((await own.next()).value).toMatchObject({ ok: false, error: { code: 'KILL_SWITCH' } });
    expect(await own.next()).toEqual({ done: true, value: undefined });
    move(2);
    expect(await quoteOf(other)).toMatchObject({ revision: 2 });
  });

  it('goes on after a refusal that the market lifts, and rejects where a store fails', async () => {
    const stream = streams.follow(DESKS.alpha, SIZE);
    await quoteOf(stream);
    ports.market.setSnapshot({ ...market({ sequence: 2 }), status: 'HALTED' });
    streams.tick();
    expect((await stream.next()).value).toMatchObject({ ok: false, error: { code: 'MARKET_NOT_TRADABLE' } });
    move(3);
    expect(await quoteOf(stream)).toMatchObject({ revision: 2 });
    ports.quoteBook.positions = () => Promise.reject(new Error('no book'));
    move(4);
    await expect(stream.next()).rejects.toThrow('no book');
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });
});
