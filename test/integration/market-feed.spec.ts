import { once } from 'node:events';
import { type AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { WebSocket, WebSocketServer } from 'ws';
import { parseInstant } from '#domain/core';
import { FAULTS, type PriceLevel, type TwoSidedMarket } from '#domain/market-data';
import { type DealtBlock, type InstrumentState, type SessionTick } from '#application/ports';
import { FeedClient, FeedServer, type FeedStatus } from '#adapters/market-feed';
import { eventually } from '../contracts/eventually.js';
import { instrumentState } from '../factories/instrument-state.js';
import { market, terms } from '../factories/market.js';

const LOCALHOST = '127.0.0.1';

const STATUS: FeedStatus = {
  state: 'PLAYING',
  eventsApplied: 42,
  lagMs: 7,
  programme: ['day 1', 'day 2'],
  quarantined: { BAD_NUMBER: 3 },
};

const tick = (time: string, overrides: Partial<SessionTick> = {}): SessionTick => ({
  lap: 0,
  day: 0,
  sessionTime: parseInstant(`2012-06-21T${time}Z`)!,
  speed: 0,
  ...overrides,
});

const stateOf = (instrumentId: string, sequence = 1, own: Partial<TwoSidedMarket> = {}): InstrumentState =>
  instrumentState(market({ terms: terms({ instrumentId }), sequence, ...own }));

describe('the link from feed to api', () => {
  const closers: (() => Promise<void> | void)[] = [];

  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });

  const serve = async (
    port = 0,
    hedge?: (block: DealtBlock) => void,
  ): Promise<{ server: FeedServer; port: number }> => {
    const server = new FeedServer(() => STATUS, hedge);
    closers.push(() => server.close());
    return { server, port: await server.listen(LOCALHOST, port) };
  };

  const read = (port: number): FeedClient => {
    const client = new FeedClient(`ws://${LOCALHOST}:${port}`, {
      connected: () => undefined,
      disconnected: () => undefined,
      badMessage: () => undefined,
    });
    closers.push(() => {
      client.stop();
    });
    client.start();
    return client;
  };

  it('tells a reader that comes late everything', async () => {
    const { server, port } = await serve();
    server.begin(tick('13:35:00'), [stateOf('A'), stateOf('B')]);
    server.update(tick('13:35:01'), [stateOf('B', 2)]);
    const client = read(port);
    await eventually('it knows the time', () => client.now() === tick('13:35:01').sessionTime);
    expect([client.state('A'), client.state('B')]).toEqual([stateOf('A'), stateOf('B', 2)]);
  });

  const BLOCK: DealtBlock = { instrumentId: 'SIM-ALPHA', dealer: 'D1', side: 'BUY', quantity: 3_000, price: 100.05 };

  it('carries the other way what a simulated dealer hedges', async () => {
    const hedged: DealtBlock[] = [];
    const { server, port } = await serve(0, (block) => hedged.push(block));
    server.begin(tick('13:35:00'), []);
    const client = read(port);
    await eventually('it is connected', () => client.now() > 0n);
    client.hedge(BLOCK);
    await eventually('the block is there', () => hedged.length > 0);
    expect(hedged).toEqual([BLOCK]);
  });

  it.each<[string, string, boolean]>([
    ['no JSON', 'nonsense', true],
    ['of another version', JSON.stringify({ v: 2, type: 'hedge', block: BLOCK }), true],
    ['of another type', JSON.stringify({ v: 1, type: 'order', block: BLOCK }), true],
    ['with an impossible quantity', JSON.stringify({ v: 1, type: 'hedge', block: { ...BLOCK, quantity: -1 } }), true],
    ['where nobody hedges', JSON.stringify({ v: 1, type: 'hedge', block: BLOCK }), false],
  ])('does not understand a reader who says something %s, and closes', async (_, said, isHedging) => {
    const hedged: DealtBlock[] = [];
    const { port } = await serve(0, isHedging ? (block) => hedged.push(block) : undefined);
    const socket = new WebSocket(`ws://${LOCALHOST}:${port}`);
    socket.on('open', () => {
      socket.send(said);
    });
    const [code] = (await once(socket, 'close')) as [number];
    expect([code, hedged]).toEqual([1003, []]);
  });

  it('forgets the day before when a day begins, and lets its time go back', async () => {
    const { server, port } = await serve();
    const client = read(port);
    server.begin(tick('19:59:59'), [stateOf('A')]);
    await eventually('the first day is there', () => client.instruments().includes('A'));
    expect(client.now()).toBe(tick('19:59:59').sessionTime);
    server.begin(tick('13:35:00', { lap: 1 }), [stateOf('B')]);
    await eventually('the second day is there', () => client.instruments().includes('B'));
    expect(client.instruments()).toEqual(['B']);
    expect(client.now()).toBe(tick('13:35:00').sessionTime);
  });

  it('advances the time between two words by the speed of the session', async () => {
    const { server, port } = await serve();
    const client = read(port);
    server.begin(tick('13:35:00', { speed: 1_000 }), []);
    await eventually('a session second has passed', () => client.now() > tick('13:35:01').sessionTime);
  });

  it('keeps the last market while the feed is away, says for how long, and finds the next feed by itself', async () => {
    const first = await serve();
    const client = read(first.port);
    first.server.begin(tick('13:40:00'), [stateOf('A', 9)]);
    await eventually('the first feed was heard', () => client.now() === tick('13:40:00').sessionTime);
    await first.server.close();
    const silence = client.feedSilenceMs();
    await eventually('the silence grows', () => client.feedSilenceMs() > silence);
    expect(client.state('A')).toEqual(stateOf('A', 9));

    const second = await serve(first.port);
    second.server.begin(tick('13:35:00'), [stateOf('A', 1)]);
    await eventually('the second feed is heard', () => client.now() === tick('13:35:00').sessionTime);
    expect(client.state('A')).toEqual(stateOf('A', 1));
  });

  it('counts bad messages and goes on with the good ones', async () => {
    const fake = new WebSocketServer({ host: LOCALHOST, port: 0 });
    closers.push(() => {
      for (const socket of fake.clients) socket.terminate();
      fake.close();
    });
    await once(fake, 'listening');
    fake.on('connection', (socket) => {
      const head = { v: 3, type: 'state', run: 'r', lap: 0, day: 0, sessionTime: '2012-06-21T13:35:00Z', speed: 0 };
      for (const message of ['nonsense', { v: 7 }, { ...head, lap: -1 }, { ...head, states: [stateOf('A')] }]) {
        socket.send(typeof message === 'string' ? message : JSON.stringify(message));
      }
    });
    const client = read((fake.address() as AddressInfo).port);
    await eventually('the good message is heard', () => client.instruments().includes('A'));
    expect(client.badMessageCounts()).toEqual({ NOT_JSON: 1, UNSUPPORTED_VERSION: 1, MALFORMED: 1 });
  });

  it('gives a reader that stops reading the latest market when it reads again, and not all that came between', async () => {
    const { server, port } = await serve();
    server.begin(tick('13:35:00'), [stateOf('A')]);
    const reader = new WebSocket(`ws://${LOCALHOST}:${port}`);
    closers.push(() => {
      reader.terminate();
    });
    const received: string[] = [];
    reader.on('message', (data) => received.push((data as Buffer).toString()));
    await eventually('the reader is welcomed', () => received.length === 1);
    reader.pause();
    const level = (i: number): PriceLevel => ({ price: 100 - i / 1_000, size: 100 });
    const wide = [level(0), ...Array.from({ length: 10_000 }, (_, i) => level(i + 1))] as const;
    const published = 200;
    for (let sequence = 2; sequence <= published; sequence += 1) {
      server.update(tick('13:35:01'), [stateOf('A', sequence, { bids: wide })]);
    }
    reader.resume();
    await eventually('the reader has caught up', () => {
      server.update(tick('13:35:02'), []);
      return received.at(-1)!.includes('13:35:02') && received.some((message) => message.includes(`"sequence":200`));
    });
    expect(received.filter((message) => message.includes('"sequence"')).length).toBeLessThan(published / 2);
  });

  it('refuses a browser', async () => {
    const { server, port } = await serve();
    server.begin(tick('13:35:00'), [stateOf('A')]);
    const browser = new WebSocket(`ws://${LOCALHOST}:${port}`, { origin: 'https://example.org' });
    const refusal = await new Promise<Error>((resolve) => browser.once('error', resolve));
    expect(refusal.message).toMatch(/401/);
  });

  it('tells its health: 503 before there is a market, 200 from then on', async () => {
    const { server, port } = await serve();
    const health = async (): Promise<[number, unknown]> => {
      const response = await fetch(`http://${LOCALHOST}:${port}/health`);
      return [response.status, await response.json()];
    };
    const { programme, quarantined } = STATUS;
    expect(await health()).toEqual([
      503,
      { status: 'PREPARING', instruments: [], invalid: [], programme, quarantined },
    ]);
    const recorded = (instrumentId: string): InstrumentState =>
      stateOf(instrumentId, 1, { source: { kind: 'RECORDED', name: `recording ${instrumentId}` } });
    server.begin(tick('13:35:00', { lap: 2, speed: 60 }), [recorded('A'), recorded('B')]);
    expect(await health()).toEqual([
      200,
      {
        status: 'PLAYING',
        source: { kind: 'RECORDED', name: 'recording A, recording B' },
        instruments: ['A', 'B'],
        invalid: [],
        sessionTime: '2012-06-21T13:35:00.000000000Z',
        speed: 60,
        lap: 2,
        programme,
        quarantined,
      },
    ]);
  });

  it('shows its metrics to Prometheus', async () => {
    const { server, port } = await serve();
    server.begin(tick('13:35:00'), [stateOf('A')]);
    const text = await (await fetch(`http://${LOCALHOST}:${port}/metrics`)).text();
    expect(text).toContain('footprint_feed_events_applied_total 42\n');
    expect(text).toContain('footprint_feed_lag_seconds 0.007\n');
    expect(text).toContain('footprint_feed_quarantined_rows_total{reason="BAD_NUMBER"} 3\n');
    expect(text).toContain('footprint_market_rows_total{instrument="A",outcome="applied"} 10\n');
    expect(text).toContain(`footprint_market_faults_total{instrument="A",fault="GAP"} ${FAULTS.indexOf('GAP')}\n`);
    expect(text).toContain('footprint_market_valid{instrument="A"} 1\n');
    expect(text).toContain('footprint_market_clock_skew_seconds{instrument="A"} 0\n');
    expect(text).toContain('nodejs_eventloop_lag_seconds');
  });

  it.each([
    ['GET', '/', 404],
    ['GET', '/health/x', 404],
    ['POST', '/health', 405],
  ])('answers %s %s with %i', async (method, path, status) => {
    const { port } = await serve();
    expect((await fetch(`http://${LOCALHOST}:${port}${path}`, { method })).status).toBe(status);
  });

  it('does not start on a port in use', async () => {
    const { port } = await serve();
    await expect(serve(port)).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
