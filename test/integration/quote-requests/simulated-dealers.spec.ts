import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { eventually } from '../../contracts/eventually.js';
import { keyOf, memoryPorts, send, SESSION_TIME, startApi } from '../../factories/api.js';
import { instrumentState } from '../../factories/instrument-state.js';
import { market, terms } from '../../factories/market.js';
import {
  QUOTE_REQUEST,
  QUOTE_REQUEST_MUTATIONS,
  type SentQuoteRequest,
} from '../../factories/quote-request-documents.js';

jest.setTimeout(120_000);

const DEALERS = ['D1', 'D2', 'D3', 'D4', 'D5', 'D6', 'D7', 'D8'];

const ports = memoryPorts();
let app: NestFastifyApplication;
let seconds = 0;

beforeAll(async () => {
  const listed = market({ terms: terms({ instrumentId: 'SIM-ALPHA', tickSize: 0.005 }) });
  ports.market.setState(instrumentState(listed, { auctions: [] }));
  app = await startApi(ports);
});
afterAll(() => app.close());

const one = async (document: string, variables: object): Promise<SentQuoteRequest> => {
  const { data, errors } = await send<Record<string, SentQuoteRequest>>(app, document, variables, keyOf('trader'));
  expect(errors).toEqual([]);
  return Object.values(data)[0]!;
};

/** Looks again and again at a request while session time passes. */
const until = async (
  id: string,
  what: string,
  holds: (request: SentQuoteRequest) => boolean,
): Promise<SentQuoteRequest> => {
  let seen: SentQuoteRequest | undefined;
  await eventually(what, async () => {
    seconds += 0.05;
    ports.market.setNow(SESSION_TIME + BigInt(Math.round(seconds * 1e9)));
    seen = await one(QUOTE_REQUEST, { id });
    return holds(seen);
  });
  return seen!;
};

it('a trader asks the dealers of the simulated market, lifts one who quoted, and is filled', async () => {
  const input = {
    legs: [{ instrumentId: 'SIM-ALPHA' }],
    side: 'BUY',
    quantity: 3_000,
    dealers: DEALERS,
    expiresInSeconds: 600,
    idempotencyKey: 'ask',
  };
  const { quoteRequestId } = await one(QUOTE_REQUEST_MUTATIONS.openQuoteRequest, { input });
  const { dealers } = await until(
    quoteRequestId,
    'three have quoted',
    (request) => request.dealers.filter(({ status }) => status === 'QUOTED').length >= 3,
  );
  const dealer = dealers.find(({ status }) => status === 'QUOTED')!.dealer;
  const lifted = await one(QUOTE_REQUEST_MUTATIONS.respond, {
    input: { quoteRequestId, response: { lift: { dealer, quoteId: `${dealer}-1` } }, idempotencyKey: 'lift' },
  });
  expect(lifted).toMatchObject({ __typename: 'QuoteRequest', unsettledLots: 3_000 });
  const traded = await until(quoteRequestId, 'it is filled', ({ status }) => status === 'TRADED');
  expect(traded).toMatchObject({ filledLots: 3_000 });
  await eventually('it is hedged', () => ports.hedges.blocks.length > 0);
  expect(ports.hedges.blocks).toMatchObject([{ instrumentId: 'SIM-ALPHA', dealer, side: 'BUY', quantity: 3_000 }]);
});
