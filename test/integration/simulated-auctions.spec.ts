import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type Client } from 'graphql-ws';
import { type AuctionReport } from '#application/ports';
import { eventually } from '../contracts/eventually.js';
import { keyOf, memoryPorts, send, startApi, type MemoryPorts } from '../factories/api.js';
import { instrumentState } from '../factories/instrument-state.js';
import { follow, listen, subscriber, untilHeard } from '../factories/listening.js';
import { market, terms } from '../factories/market.js';
import { auctionReport } from '../factories/simulated-auction.js';

const AUCTION = `auctionId instrumentId source { kind } requestedAt endedAt knownAt side quantity clientTier arrivalMid
  quotes { dealer price responseSeconds fate } result trade { dealer price costBps } coverPrice`;

const QUERY = `query ($id: ID!) {
  simulatedAuctions(instrumentId: $id) {
    __typename
    ... on SimulatedAuctions { instrumentId source { kind } auctions { ${AUCTION} } }
    ... on ExpectedError { code field allowed }
  }
}`;

const SUBSCRIPTION = `subscription ($id: ID!) {
  simulatedAuctionEnded(instrumentId: $id) {
    __typename
    ... on SimulatedAuction { ${AUCTION} }
    ... on ExpectedError { code field allowed }
  }
}`;

const PASSED: AuctionReport = (() => {
  const { trade: _, ...auction } = auctionReport({ auctionId: '5', result: 'PASSED', quotes: [] });
  return auction;
})();

interface Heard {
  readonly __typename: string;
  readonly auctionId?: string;
}

describe('simulated auctions', () => {
  let ports: MemoryPorts;
  let app: NestFastifyApplication;
  let client: Client;

  const show = (instrumentId: string, ...auctions: readonly AuctionReport[]): void => {
    ports.market.setState(instrumentState(market({ terms: terms({ instrumentId }) }), { auctions }));
  };

  const ask = async (id: string): Promise<unknown> => {
    const { data, errors } = await send(app, QUERY, { id });
    expect(errors).toEqual([]);
    return data.simulatedAuctions;
  };

  beforeAll(async () => {
    ports = memoryPorts();
    show('SIM', PASSED, auctionReport());
    show('NEW');
    app = await startApi(ports);
    client = subscriber(await listen(app), keyOf('trader'));
  });

  afterAll(async () => {
    await client.dispose();
    await app.close();
  });

  it('are told with every quote, its response time, the trade and the cover, newest first, as simulated', async () => {
    const source = { kind: 'SIMULATED' };
    expect(await ask('SIM')).toEqual({
      __typename: 'SimulatedAuctions',
      instrumentId: 'SIM',
      source,
      auctions: [
        { ...PASSED, instrumentId: 'SIM', source, trade: null, coverPrice: null },
        {
          ...auctionReport(),
          instrumentId: 'SIM',
          source,
          quotes: [
            { dealer: 'D1', price: 99.98, responseSeconds: 1.25, fate: 'DONE' },
            { dealer: 'D2', price: null, responseSeconds: null, fate: 'NO_ANSWER' },
          ],
          coverPrice: null,
        },
      ],
    });
  });

  it('are an empty list before the first', async () => {
    expect(await ask('NEW')).toMatchObject({ source: { kind: 'SIMULATED' }, auctions: [] });
  });

  it.each([
    ['TEST', 'NoSimulatedAuctions', 'NO_SIMULATED_AUCTIONS'],
    ['OTHER', 'UnknownInstrument', 'UNKNOWN_INSTRUMENT'],
  ])('of %s there are none, which is said', async (id, typename, code) => {
    const failure = { __typename: typename, code, field: 'instrumentId', allowed: expect.any(String) };
    expect(await ask(id)).toEqual(failure);
    const feed = follow(client, SUBSCRIPTION, { id });
    await feed.ended;
    expect(feed).toMatchObject({ items: [failure], errors: [] });
  });

  it('are told to whoever subscribes, each once, oldest first, from then on', async () => {
    const feed = follow<Heard>(client, SUBSCRIPTION, { id: 'SIM' });
    const told: AuctionReport[] = [PASSED, auctionReport()];
    await untilHeard(feed, () => {
      told.unshift(auctionReport({ auctionId: `first ${told.length}` }));
      show('SIM', ...told);
      return Promise.resolve();
    });
    const before = told.length;
    show('NEW', auctionReport({ auctionId: 'of another instrument' }));
    told.unshift(auctionReport({ auctionId: 'second' }));
    told.unshift(auctionReport({ auctionId: 'third' }));
    show('SIM', ...told);
    show('SIM', ...told);
    await eventually('the third is heard', () => feed.items.at(-1)?.auctionId === 'third');
    const heard = feed.items.map(({ auctionId }) => auctionId);
    expect(heard.at(-2)).toBe('second');
    expect(new Set(heard).size).toBe(heard.length);
    expect(heard.length).toBeLessThanOrEqual(before);
    feed.stop();
  });
});
