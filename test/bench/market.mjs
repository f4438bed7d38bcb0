// The market, its features and the request that every server of the benchmark answers: a liquid share, ten levels, ten quotes.
import { DEFAULT_QUOTING_POLICY } from '#domain/quoting';

const level = (price, size) => ({ price, size });

export const MARKET = {
  terms: {
    instrumentId: 'BENCH',
    kind: 'EQUITY',
    currency: 'USD',
    tickSize: 0.01,
    lotSize: 1,
    contractMultiplier: 1,
    sessionSeconds: 23_400,
    averageDailyVolume: 4_000_000,
    dailyVolatility: 0.02,
    sharesOutstanding: 450_000_000,
    feesAndSettlementBps: 0.2,
    estimated: [],
  },
  source: { kind: 'SIMULATED', name: 'benchmark' },
  status: 'OPEN',
  sequence: 1,
  exchangeTime: '2024-03-05T15:00:00.000000000Z',
  bids: Array.from({ length: 10 }, (_, i) => level((9_999 - i) / 100, 400 + 37 * i)),
  asks: Array.from({ length: 10 }, (_, i) => level((10_001 + i) / 100, 500 + 23 * i)),
  tradedVolume: 1_000_000,
  averageSpreadBps: 2,
  realisedDailyVolatility: 0.02,
};

/** As wide as set v1; every fifth is missing. */
export const FEATURES = {
  instrumentId: 'BENCH',
  set: 'v1',
  asOf: MARKET.exchangeTime,
  values: Array.from({ length: 109 }, (_, i) => (i % 5 === 4 ? null : Math.sqrt(i + 1))),
};

/** No limit stands in its way: time stands still here, so that no quote expires. */
const UNLIMITED = { notionalMax: 1e18, messagesMax: 1e9 };

export const DESK = {
  deskId: '00000000-0000-7000-8000-00000000000a',
  name: 'bench',
  riskAversion: 0.1,
  quoting: {
    ...DEFAULT_QUOTING_POLICY,
    guardrails: { ...DEFAULT_QUOTING_POLICY.guardrails, inventoryBlocksMax: 1e15 },
    clientLimits: UNLIMITED,
    deskLimits: UNLIMITED,
  },
};
export const KEY = 'fp_trader_bench';
export const SESSION_TIME = 1_709_650_800_500_000_000n;

export const QUERY = `mutation Evaluate($input: EvaluateQuotesInput!) {
  evaluateQuotes(input: $input) {
    __typename
    ... on RankedQuotes {
      decisionId decidedAt
      fairPrice { price costBps sdBps }
      forecast { modelVersion temporaryBps permanentBps slippage { meanBps sdBps } }
      quotes { rank dealer price quantity allInCostBps edgeToFairBps bestProbability terms { name bps basis } }
      discarded { dealer reason detail }
      alternative { strategy slippage { meanBps sdBps } }
      advice { action dealer savingBps reason }
    }
    ... on ExpectedError { code message field }
  }
}`;

export const body = (idempotencyKey) =>
  JSON.stringify({
    query: QUERY,
    variables: {
      input: {
        instrumentId: 'BENCH',
        side: 'BUY',
        quantity: 20_000,
        horizonSeconds: 1_800,
        idempotencyKey,
        quotes: Array.from({ length: 10 }, (_, i) => ({
          dealer: `DEALER-${i}`,
          price: 100.02 + ((i * 7) % 10) / 100,
          validForMs: 60_000,
        })),
      },
    },
  });

const GENERATE_QUERY = `mutation Generate($input: GenerateQuoteInput!) {
  generateQuote(input: $input) {
    __typename
    ... on DealerQuote {
      decisionId decidedAt validForMs quotedSpreadBps
      bid { clientSide price markupBps terms { name bps } }
      offer { clientSide price markupBps terms { name bps } }
    }
    ... on ExpectedError { code message field }
  }
}`;

export const generateBody = (idempotencyKey) =>
  JSON.stringify({
    query: GENERATE_QUERY,
    variables: {
      input: { instrumentId: 'BENCH', quantity: 20_000, horizonSeconds: 1_800, client: 'CLIENT-1', idempotencyKey },
    },
  });
