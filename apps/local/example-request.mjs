import { randomUUID } from 'node:crypto';

const QUERY =
  'mutation($input: EvaluateQuotesInput!) { evaluateQuotes(input: $input) { __typename ' +
  '... on RankedQuotes { decisionId fairPrice { price } quotes { rank dealer price allInCostBps edgeToFairBps bestProbability } advice { action } } ' +
  '... on ExpectedError { code message } } }';
const VALID_FOR_MS = 8 * 3_600_000; // of session time, so that the line still works after lunch
// Three dealers around a buyer's mid, in bps: a tight one, a fair one, a wide one.
const QUOTED_BPS = { 'Dealer A': 6, 'Dealer B': 9, 'Dealer C': 14 };
const BLOCK_SHARE_OF_DAY = 0.01;
const HORIZON_SECONDS = 1800;

/** One shell line that scores a block in `market` against three dealers' quotes, priced from its mid right now. */
export const exampleCurl = (apiUrl, key, market) => {
  const body = JSON.stringify({ query: QUERY, variables: { input: exampleInput(market) } });
  return `curl -s ${apiUrl}/graphql -H 'content-type: application/json' -H 'authorization: Bearer ${key}' -d '${body}'`;
};

const exampleInput = ({ instrumentId, tickSize, lotSize, mid, averageDailyVolume }) => ({
  instrumentId,
  side: 'BUY',
  quantity: wholeSteps(twoDigits(averageDailyVolume * BLOCK_SHARE_OF_DAY), lotSize),
  horizonSeconds: HORIZON_SECONDS,
  // A data folder outlives a start, and a key with another body is a conflict.
  idempotencyKey: `example-${randomUUID()}`,
  quotes: Object.entries(QUOTED_BPS).map(([dealer, bps]) => ({
    dealer,
    price: wholeSteps(mid * (1 + bps / 10_000), tickSize),
    validForMs: VALID_FOR_MS,
  })),
});

// A size that reads like an order: 12,000 rather than 11,873.
const twoDigits = (units) => Number(units.toPrecision(2));

// At least one step; without the digits that binary fractions leave behind.
const wholeSteps = (value, step) => Number((Math.max(1, Math.round(value / step)) * step).toPrecision(12));
