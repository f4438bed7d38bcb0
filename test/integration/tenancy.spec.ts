import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { getNamedType, isInputObjectType } from 'graphql';
import { type Client } from 'graphql-ws';
import { ROLES, type Role } from '#application/ports';
import { eventually } from '../contracts/eventually.js';
import { DESKS, startApi, type DeskName } from '../factories/api.js';
import { openMemoryDeployment, openPostgresDeployment, type Deployment } from '../factories/deployments.js';
import { committedSchema, rootFields, type RootField } from '../factories/documents.js';
import { follow, listen, subscriber, untilHeard } from '../factories/listening.js';
import { uuidV7 } from '../factories/records.js';
import { workThrough } from '../factories/worker.js';

const SCHEMA = committedSchema();
const FIELDS = rootFields(SCHEMA);

/** What desk alpha has made, and desk beta may know nothing of. */
type Secrets = Readonly<
  Record<
    | 'decisionId'
    | 'quoteId'
    | 'ladderId'
    | 'planId'
    | 'filledPlanId'
    | 'splitId'
    | 'tradeId'
    | 'analysisId'
    | 'portfolioId'
    | 'splitsId'
    | 'batchId'
    | 'runId'
    | 'requestId'
    | 'endedRequestId',
    string
  >
>;

const NOTHING: Secrets = {
  decisionId: '',
  quoteId: '',
  ladderId: '',
  planId: '',
  filledPlanId: '',
  splitId: '',
  tradeId: '',
  analysisId: '',
  portfolioId: '',
  splitsId: '',
  batchId: '',
  runId: '',
  requestId: '',
  endedRequestId: '',
};

const KEY = 'the idempotency key of alpha';
const DEALER = 'the dealer of alpha';
const CLIENT = 'the client of alpha';

type Variables = Readonly<Record<string, unknown>>;

const block = (own: object): object => ({ instrumentId: 'TEST', quantity: 5_000, ...own });
const evaluation = (dealer: string, idempotencyKey: string): Variables => ({
  input: block({ side: 'BUY', quotes: [{ dealer, price: 100.05, validForMs: 60_000 }], idempotencyKey }),
});
const quotation = (client: string, idempotencyKey: string): Variables => ({ input: block({ client, idempotencyKey }) });
const ladder = (client: string, idempotencyKey: string): Variables => ({
  input: { instrumentId: 'TEST', quantities: [5_000, 10_000], client, idempotencyKey },
});
const plan = (kind: string, idempotencyKey: string): Variables => ({
  input: block({ side: 'BUY', strategy: { kind }, idempotencyKey }),
});
const fills = (planId: string, price: number): Variables => ({
  input: { planId, fills: [{ execId: CLIENT, quantity: 1_000, price, venue: 'LIT' }] },
});
const split = (kind: string, idempotencyKey: string): Variables => ({
  input: block({ side: 'BUY', venues: [{ name: 'VENUE', kind }], idempotencyKey }),
});
const afterwards = (quoteId: string): Variables => ({ input: { quoteId, midAfter: 100.01, lastMid: 100 } });
const grid = (thresholdBps: number, idempotencyKey: string): Variables => ({
  input: {
    instrumentId: 'TEST',
    side: 'SELL',
    quantities: [1_000, 43_217],
    horizons: [{ horizonSeconds: 600 }],
    thresholdBps,
    idempotencyKey,
  },
});

const portfolio = (correlation: number, idempotencyKey: string): Variables => ({
  input: {
    blocks: [
      { instrumentId: 'TEST', side: 'SELL', quantity: 43_217 },
      { instrumentId: 'TEST', side: 'BUY', quantity: 5_000 },
    ],
    returns: { commonCorrelation: correlation },
    idempotencyKey,
  },
});

const splits = (kind: string, idempotencyKey: string): Variables => ({
  input: {
    orders: [block({ side: 'SELL', quantity: 43_217 })],
    venues: [{ name: 'VENUE', kind }],
    idempotencyKey,
  },
});

const batch = (quantity: number, idempotencyKey: string): Variables => ({
  input: { orders: [block({ side: 'SELL', quantity })], idempotencyKey },
});

const simulation = (firstSeed: number, idempotencyKey: string): Variables => ({
  input: { auctions: { panelSizes: [1, 2], requests: 3 }, firstSeed, seedCount: 2, idempotencyKey },
});

/** Dealers of alpha's panel besides DEALER. */
const [WITHDRAWING, DECLINING, PASSED] = ['withdrawing', 'declining', 'passed'].map(
  (one) => `the ${one} dealer of alpha`,
);

const request = (dealers: readonly unknown[], idempotencyKey: string): Variables => ({
  input: {
    legs: [{ instrumentId: 'TEST' }],
    side: 'BUY',
    quantity: 5_000,
    dealers,
    expiresInSeconds: 600,
    idempotencyKey,
  },
});

/** A command on a request of alpha's. */
const onRequest = (quoteRequestId: string, command: object): Variables => ({
  input: { quoteRequestId, idempotencyKey: JSON.stringify(command), ...command },
});

const quoteOf = (dealer: string | undefined, quoteId: string): object => ({
  dealer,
  quoteId,
  offer: { price: 100.05 },
  validForMs: 60_000,
});

const EVALUATION = evaluation(DEALER, KEY);
const QUOTATION_KEY = `${KEY}, too`;
const QUOTATION = quotation(CLIENT, QUOTATION_KEY);
const LADDER_KEY = `${KEY}, and a ladder`;
const LADDER = ladder(CLIENT, LADDER_KEY);
const PLAN_KEY = `${KEY}, and a plan`;
const PLAN = plan('TWAP', PLAN_KEY);
const SPLIT_KEY = `${KEY}, and a split`;
const SPLIT = split('LIT', SPLIT_KEY);
const GRID = grid(10, KEY);
const PORTFOLIO_KEY = `${KEY}, and a portfolio`;
const PORTFOLIO = portfolio(0.5, PORTFOLIO_KEY);
const SPLITS_KEY = `${KEY}, and splits`;
const SPLITS = splits('LIT', SPLITS_KEY);
const BATCH = batch(47_911, KEY);
const SIMULATION = simulation(43_219, KEY);
const REQUEST = request([DEALER, WITHDRAWING, DECLINING, PASSED], KEY);
/** As their answers show them. */
const QUANTITIES = ['"quantity":43217', '"quantity":47911', '"seeds":[43219'];

/**
 * How desk beta tries to see what is alpha's through a field.
 * READ: with alpha's ids; alpha's own key does see it. WRITE: with alpha's idempotency key, under which alpha's first
 * request stays what it was. OWN: the field asks for nothing of anybody else's. WATCH: by subscribing while alpha is busy. FOLLOW: by subscribing to one of alpha's ids. PUBLIC: the field holds nothing of any desk, for
 * the reason given, so both desks get the same answer.
 */
type Case = {
  /** Who may call the field. */
  readonly roles: readonly Role[];
} & (
  | { readonly kind: 'READ'; readonly attempts: (secrets: Secrets) => readonly Variables[] }
  | { readonly kind: 'WRITE'; readonly first: Variables; readonly attempt: Variables }
  | { readonly kind: 'WATCH' }
  | { readonly kind: 'OWN'; readonly variables: Variables }
  | { readonly kind: 'OWN_WATCH'; readonly variables: Variables }
  | { readonly kind: 'PUBLIC_WATCH'; readonly because: string; readonly variables: Variables }
  // What alpha's own subscription shows.
  | { readonly kind: 'FOLLOW'; readonly shows: string; readonly attempts: (secrets: Secrets) => readonly Variables[] }
  | { readonly kind: 'PUBLIC'; readonly because: string; readonly variables: Variables }
);

const EVERYBODY = ROLES;
const REQUEST_WRITERS = ['trader', 'dealer', 'admin'] as const;
const ANALYSTS = ['trader', 'quant', 'specialist', 'admin'] as const;

const CASES: Readonly<Record<string, Case>> = {
  'Query.decision': {
    kind: 'READ',
    roles: EVERYBODY,
    attempts: ({ decisionId, quoteId }) => [{ id: decisionId }, { id: quoteId }],
  },
  'Query.decisions': {
    kind: 'READ',
    roles: EVERYBODY,
    attempts: ({ decisionId, quoteId }) => [
      { first: 100 },
      ...['ffffffff-ffff-7fff-bfff-ffffffffffff', decisionId, quoteId].map((after) => ({ first: 100, after })),
    ],
  },
  'Query.replayDecision': {
    kind: 'READ',
    roles: EVERYBODY,
    attempts: ({ decisionId, quoteId }) => [{ id: decisionId }, { id: quoteId }],
  },
  'Query.forecastBatch': { kind: 'READ', roles: EVERYBODY, attempts: ({ batchId }) => [{ id: batchId }] },
  'Query.analysis': {
    kind: 'READ',
    roles: ANALYSTS,
    attempts: ({ analysisId, portfolioId, splitsId }) => [analysisId, portfolioId, splitsId].map((id) => ({ id })),
  },
  'Query.simulationRun': { kind: 'READ', roles: EVERYBODY, attempts: ({ runId }) => [{ id: runId }] },
  'Query.quoteRequest': { kind: 'READ', roles: EVERYBODY, attempts: ({ requestId }) => [{ id: requestId }] },
  'Query.quoteRequests': {
    kind: 'READ',
    roles: EVERYBODY,
    attempts: ({ requestId }) => [
      { first: 100 },
      { first: 100, status: 'OPEN', instrumentId: 'TEST' },
      { first: 100, after: requestId },
    ],
  },
  'Query.bestExecution': {
    kind: 'READ',
    roles: ANALYSTS,
    attempts: ({ decisionId }) =>
      ['ffffffff-ffff-7fff-bfff-ffffffffffff', decisionId].flatMap((after) =>
        ['JSON', 'CSV'].map((format) => ({ first: 100, after, format })),
      ),
  },
  'Query.dealerScorecards': {
    kind: 'READ',
    roles: ANALYSTS,
    attempts: () => [{}, { instrumentId: 'TEST' }],
  },
  'Query.whomToAsk': {
    kind: 'READ',
    roles: ANALYSTS,
    attempts: () => [{ input: block({ side: 'BUY' }) }],
  },
  'Query.impactForecast': {
    kind: 'PUBLIC',
    roles: EVERYBODY,
    because: 'it is computed from the market and the request, and not kept',
    variables: { input: block({ side: 'BUY' }) },
  },
  'Query.whatIf': {
    kind: 'READ',
    roles: ['dealer', 'quant', 'specialist', 'admin'],
    attempts: ({ quoteId }) => [{ id: quoteId, changes: { inventory: 500 } }],
  },
  'Query.hitCurve': {
    kind: 'PUBLIC',
    roles: ['dealer', 'quant', 'specialist', 'admin'],
    because: 'neither desk has learned anything, so both are told the stated priors',
    variables: { input: { instrumentId: 'TEST', client: CLIENT } },
  },
  'Query.clientFlow': {
    kind: 'PUBLIC',
    roles: ['dealer', 'quant', 'specialist', 'admin'],
    because: 'neither desk has learned anything; the store shows a desk its own versions only',
    variables: {},
  },
  'Query.impactCurve': {
    kind: 'PUBLIC',
    roles: EVERYBODY,
    because: 'it is computed from the market and the request, and not kept',
    variables: { input: { instrumentId: 'TEST', side: 'BUY', quantities: [100, 5_000] } },
  },
  'Query.strategyTable': {
    kind: 'PUBLIC',
    roles: ANALYSTS,
    because: 'it is computed from the market and the request, and not kept',
    variables: { input: block({ side: 'BUY' }) },
  },
  'Query.frontier': {
    kind: 'PUBLIC',
    roles: ANALYSTS,
    because: 'it is computed from the market and the request, and not kept',
    variables: { input: block({ side: 'BUY', intervals: 4 }) },
  },
  'Query.models': { kind: 'PUBLIC', roles: EVERYBODY, because: 'common to all desks', variables: {} },
  'Query.model': {
    kind: 'PUBLIC',
    roles: EVERYBODY,
    because: 'common to all desks',
    variables: { version: 'linear/1.0.0' },
  },
  'Query.instruments': { kind: 'PUBLIC', roles: EVERYBODY, because: 'reference data of the session', variables: {} },
  'Query.market': { kind: 'PUBLIC', roles: EVERYBODY, because: 'market data', variables: { instrumentId: 'TEST' } },
  'Query.simulatedAuctions': {
    kind: 'PUBLIC',
    roles: EVERYBODY,
    because: 'market data',
    variables: { instrumentId: 'TEST' },
  },
  'Query.marketQuality': { kind: 'PUBLIC', roles: EVERYBODY, because: 'market data', variables: {} },
  'Query.features': {
    kind: 'PUBLIC',
    roles: EVERYBODY,
    because: 'market data',
    variables: { instrumentId: 'TEST', at: '2024-03-05T15:00:00Z' },
  },
  'Query.featureSets': { kind: 'PUBLIC', roles: EVERYBODY, because: 'common to all desks', variables: {} },
  'Query.marketSession': { kind: 'PUBLIC', roles: EVERYBODY, because: 'market data', variables: {} },
  'Mutation.evaluateQuotes': {
    kind: 'WRITE',
    roles: ['trader', 'admin'],
    first: EVALUATION,
    attempt: evaluation('another dealer', KEY),
  },
  'Mutation.recordAction': {
    kind: 'READ',
    roles: ['trader', 'admin'],
    attempts: ({ decisionId }) => [
      { id: decisionId, done: { action: 'LIFT', dealers: [DEALER], reasonCode: 'SPEED' } },
    ],
  },
  'Mutation.generateQuote': {
    kind: 'WRITE',
    roles: ['dealer', 'admin'],
    first: QUOTATION,
    attempt: quotation('another client', QUOTATION_KEY),
  },
  'Mutation.planExecution': {
    kind: 'WRITE',
    roles: ['trader', 'admin'],
    first: PLAN,
    attempt: plan('VWAP', PLAN_KEY),
  },
  'Mutation.selectVenues': {
    kind: 'WRITE',
    roles: ['trader', 'admin'],
    first: SPLIT,
    attempt: split('DARK', SPLIT_KEY),
  },
  'Mutation.generateQuoteLadder': {
    kind: 'WRITE',
    roles: ['dealer', 'admin'],
    first: LADDER,
    attempt: ladder('another client', LADDER_KEY),
  },
  'Mutation.recordQuoteOutcome': {
    kind: 'READ',
    roles: ['dealer', 'admin'],
    attempts: ({ quoteId, ladderId }) => [
      { input: { quoteId, kind: 'NOT_TRADED', clientSide: 'BUY' } },
      { input: { quoteId: ladderId, kind: 'NOT_TRADED', clientSide: 'BUY', quantity: 5_000 } },
    ],
  },
  'Mutation.recordTradeFollowUp': {
    kind: 'READ',
    roles: ['dealer', 'admin'],
    attempts: ({ quoteId, tradeId }) => [quoteId, tradeId].map(afterwards),
  },
  'Query.dealerPnl': {
    kind: 'READ',
    roles: ['dealer', 'quant', 'specialist', 'admin'],
    attempts: () => ['CLIENT', 'DEALER_DESK'].map((by) => ({ by, after: 0, first: 100 })),
  },
  'Query.pricingEffect': {
    kind: 'OWN',
    roles: ['dealer', 'quant', 'specialist', 'admin'],
    variables: { after: 0, first: 100 },
  },
  'Query.quotingEvents': {
    kind: 'READ',
    roles: ['dealer', 'specialist', 'admin'],
    attempts: () => [{ first: 100, after: '999999999' }],
  },
  'Query.inventory': { kind: 'OWN', roles: ['dealer', 'specialist', 'admin'], variables: {} },
  'Mutation.engageKillSwitch': {
    kind: 'OWN',
    roles: ['dealer', 'specialist', 'admin'],
    variables: { input: { reason: 'a test' } },
  },
  'Mutation.releaseKillSwitch': { kind: 'OWN', roles: ['dealer', 'specialist', 'admin'], variables: {} },
  'Mutation.analyseScenarios': {
    kind: 'WRITE',
    roles: ANALYSTS,
    first: GRID,
    attempt: grid(12, KEY),
  },
  'Mutation.analysePortfolio': {
    kind: 'WRITE',
    roles: ANALYSTS,
    first: PORTFOLIO,
    attempt: portfolio(0.7, PORTFOLIO_KEY),
  },
  'Mutation.analyseVenues': {
    kind: 'WRITE',
    roles: ANALYSTS,
    first: SPLITS,
    attempt: splits('DARK', SPLITS_KEY),
  },
  'Mutation.cancelAnalysis': {
    kind: 'READ',
    roles: ANALYSTS,
    attempts: ({ analysisId }) => [{ id: analysisId }],
  },
  'Mutation.requestForecastBatch': {
    kind: 'WRITE',
    roles: EVERYBODY,
    first: BATCH,
    attempt: batch(5_001, KEY),
  },
  'Mutation.runSimulation': {
    kind: 'WRITE',
    roles: EVERYBODY,
    first: SIMULATION,
    attempt: simulation(3, KEY),
  },
  'Mutation.cancelForecastBatch': { kind: 'READ', roles: EVERYBODY, attempts: ({ batchId }) => [{ id: batchId }] },
  'Mutation.cancelSimulationRun': { kind: 'READ', roles: EVERYBODY, attempts: ({ runId }) => [{ id: runId }] },
  'Mutation.openQuoteRequest': {
    kind: 'WRITE',
    roles: ['trader', 'admin'],
    first: REQUEST,
    attempt: request(['another dealer'], KEY),
  },
  'Mutation.submitQuote': {
    kind: 'READ',
    roles: REQUEST_WRITERS,
    attempts: ({ requestId }) => [onRequest(requestId, quoteOf(DEALER, 'another quote'))],
  },
  'Mutation.withdrawQuote': {
    kind: 'READ',
    roles: REQUEST_WRITERS,
    attempts: ({ requestId }) => [onRequest(requestId, { dealer: WITHDRAWING, quoteId: 'to be withdrawn' })],
  },
  'Mutation.declineQuoteRequest': {
    kind: 'READ',
    roles: REQUEST_WRITERS,
    attempts: ({ requestId }) => [onRequest(requestId, { dealer: DECLINING })],
  },
  'Mutation.respond': {
    kind: 'READ',
    roles: ['trader', 'admin'],
    attempts: ({ requestId }) => [onRequest(requestId, { response: { pass: { dealer: PASSED } } })],
  },
  'Mutation.recordOutcome': {
    kind: 'READ',
    roles: REQUEST_WRITERS,
    attempts: ({ endedRequestId }) => [onRequest(endedRequestId, { outcome: { cover: { price: 100.05 } } })],
  },
  'Mutation.recordPlanFills': {
    kind: 'READ',
    roles: ['trader', 'admin'],
    // The same again, which is answered, and another of the same id, which is refused by that.
    attempts: ({ filledPlanId }) => [fills(filledPlanId, 100.01), fills(filledPlanId, 100.02)],
  },
  'Subscription.decisionMade': { kind: 'WATCH', roles: EVERYBODY },
  'Subscription.quoteRequestUpdated': {
    kind: 'FOLLOW',
    roles: EVERYBODY,
    shows: DEALER,
    attempts: ({ requestId }) => [{ id: requestId }],
  },
  'Subscription.planUpdates': {
    kind: 'FOLLOW',
    roles: ['trader', 'admin'],
    shows: '"leftQuantity":5000',
    attempts: ({ planId }) => [{ planId }],
  },
  'Subscription.quoteStream': {
    kind: 'OWN_WATCH',
    roles: ['dealer', 'admin'],
    variables: { input: block({ client: CLIENT }) },
  },
  'Subscription.forecastBatchUpdated': { kind: 'WATCH', roles: EVERYBODY },
  'Subscription.analysisUpdated': { kind: 'WATCH', roles: ANALYSTS },
  'Subscription.simulationRunUpdated': { kind: 'WATCH', roles: EVERYBODY },
  'Subscription.simulatedAuctionEnded': {
    kind: 'PUBLIC_WATCH',
    roles: EVERYBODY,
    because: 'market data',
    variables: { instrumentId: 'TEST' },
  },
};

const attemptsOf = (how: Case, secrets: Secrets): readonly Variables[] => {
  switch (how.kind) {
    case 'READ':
    case 'FOLLOW':
      return how.attempts(secrets);
    case 'WRITE':
      return [how.first, how.attempt];
    case 'WATCH':
      return [];
    case 'OWN':
    case 'OWN_WATCH':
    case 'PUBLIC':
    case 'PUBLIC_WATCH':
      return [how.variables];
  }
};

const documentOf = (name: string): string => FIELDS.find((field) => field.name === name)!.document;

const caseOf = ({ name }: RootField): Case => {
  const found = CASES[name];
  if (found === undefined)
    throw new Error(`${name} is new: say how another desk might see through it, and who may call it`);
  return found;
};

describe('the cases', () => {
  it('are those of the schema', () => {
    expect(Object.keys(CASES).sort()).toEqual(FIELDS.map(({ name }) => name).sort());
  });

  it.each(FIELDS.map((field) => [field.name, field] as const))('of %s give every argument', (_, field) => {
    const given = attemptsOf(caseOf(field), NOTHING).flatMap((variables) => Object.keys(variables));
    expect([...new Set(given)].sort()).toEqual([...field.argumentNames].sort());
  });

  it('know every id that an input may hold: of a desk only those of a request for quote and of a plan', () => {
    const inputs = Object.values(SCHEMA.getTypeMap()).filter(isInputObjectType);
    const ids = inputs.flatMap((input) =>
      Object.values(input.getFields()).filter(
        ({ name, type }) => /(^id|Id)$/.test(name) || getNamedType(type).name === 'ID',
      ),
    );
    expect(new Set(ids.map(({ name }) => name))).toEqual(
      // Models are common to all desks; quotes and fills are named by dealers, on a request.
      new Set(['instrumentId', 'instrumentIds', 'model', 'quoteRequestId', 'planId', 'quoteId', 'execId']),
    );
  });
});

describe.each([
  ['memory', openMemoryDeployment],
  ['PostgreSQL', openPostgresDeployment],
] as const)('on %s', (_, open: () => Promise<Deployment>) => {
  let deployment: Deployment;
  let app: NestFastifyApplication;
  let port: number;
  let secrets: Secrets;
  const clients: Client[] = [];

  /** The answer as text, and its parts. */
  const ask = async (
    document: string,
    variables: Variables,
    desk: DeskName,
    role: Role = 'admin',
  ): Promise<{
    readonly text: string;
    readonly value: Readonly<Record<string, unknown>> | null;
    readonly codes: unknown[];
  }> => {
    const { payload } = await app.inject({
      method: 'POST',
      url: '/graphql',
      headers: { authorization: `Bearer ${deployment.key(role, desk)}`, 'content-type': 'application/json' },
      payload: JSON.stringify({ query: document, variables }),
    });
    const { data, errors = [] } = JSON.parse(payload) as {
      data: Readonly<Record<string, Readonly<Record<string, unknown>>>> | null;
      errors?: { extensions: { code: unknown } }[];
    };
    return {
      text: payload,
      value: data === null ? null : (Object.values(data)[0] ?? null),
      codes: errors.map(({ extensions }) => extensions.code),
    };
  };

  const make = async (
    name: string,
    variables: Variables,
    desk: DeskName,
  ): Promise<Readonly<Record<string, unknown>>> => {
    const { value, codes } = await ask(documentOf(name), variables, desk);
    expect(codes).toEqual([]);
    return value!;
  };

  const connect = (role: Role, desk: DeskName): Client => {
    const client = subscriber(port, deployment.key(role, desk));
    clients.push(client);
    return client;
  };

  /** Everything that only desk alpha may know. */
  const marks = (): readonly string[] => [...Object.values(secrets), KEY, DEALER, CLIENT, ...QUANTITIES, DESKS.alpha];

  /** Whoever has engaged a kill switch here. */
  const letQuotesLeave = async (): Promise<void> => {
    for (const desk of Object.values(DESKS)) await deployment.ports.quoteBook.release(desk, 'the test', 0n);
  };

  const work = (): Promise<unknown> => workThrough(deployment.worker, deployment.ports.model);

  beforeAll(async () => {
    deployment = await open();
    app = await startApi(deployment.ports);
    port = await listen(app);
    const decision = await make('Mutation.evaluateQuotes', EVALUATION, 'alpha');
    const quote = await make('Mutation.generateQuote', QUOTATION, 'alpha');
    const rungs = await make('Mutation.generateQuoteLadder', LADDER, 'alpha');
    const planned = await make('Mutation.planExecution', PLAN, 'alpha');
    const filled = await make('Mutation.planExecution', plan('TWAP', `${KEY}, filled`), 'alpha');
    await make('Mutation.recordPlanFills', fills(String(filled.decisionId), 100.01), 'alpha');
    const placed = await make('Mutation.selectVenues', SPLIT, 'alpha');
    const trade = await make('Mutation.generateQuote', quotation(CLIENT, `${KEY}, dealt`), 'alpha');
    const tradeId = String(trade.decisionId);
    const dealt = { quoteId: tradeId, kind: 'DONE', clientSide: 'BUY', dealerDesk: DEALER };
    await make('Mutation.recordQuoteOutcome', { input: dealt }, 'alpha');
    await make('Mutation.recordTradeFollowUp', afterwards(tradeId), 'alpha');
    await deployment.ports.quoteBook.record(DESKS.alpha, {
      kind: 'QUOTE_REFUSED',
      at: 0n,
      who: CLIENT,
      instrumentId: 'TEST',
      code: 'SIZE_BEYOND_LADDER',
      field: 'quantity',
      message: `too large for ${DEALER}`,
    });
    const { analysisId } = await make('Mutation.analyseScenarios', GRID, 'alpha');
    const whole = await make('Mutation.analysePortfolio', PORTFOLIO, 'alpha');
    const eachSplit = await make('Mutation.analyseVenues', SPLITS, 'alpha');
    const { batchId } = await make('Mutation.requestForecastBatch', BATCH, 'alpha');
    const { runId } = await make('Mutation.runSimulation', SIMULATION, 'alpha');
    const { quoteRequestId } = await make('Mutation.openQuoteRequest', REQUEST, 'alpha');
    const ended = await make('Mutation.openQuoteRequest', request([DEALER, CLIENT], `${KEY}, ended`), 'alpha');
    const requestId = String(quoteRequestId);
    const endedRequestId = String(ended.quoteRequestId);
    await make('Mutation.submitQuote', onRequest(requestId, quoteOf(WITHDRAWING, 'to be withdrawn')), 'alpha');
    await make('Mutation.respond', onRequest(endedRequestId, { response: { pass: {} } }), 'alpha');
    await work();
    secrets = {
      requestId,
      endedRequestId,
      decisionId: String(decision.decisionId),
      quoteId: String(quote.decisionId),
      ladderId: String(rungs.decisionId),
      planId: String(planned.decisionId),
      filledPlanId: String(filled.decisionId),
      splitId: String(placed.decisionId),
      tradeId,
      analysisId: String(analysisId),
      portfolioId: String(whole.analysisId),
      splitsId: String(eachSplit.analysisId),
      batchId: String(batchId),
      runId: String(runId),
    };
  });

  afterAll(async () => {
    for (const client of clients) await client.dispose();
    await app.close();
    await deployment.close();
  });

  /** What a desk does that each subscription tells. */
  const CAUSES: Readonly<Record<string, (desk: DeskName) => readonly [mutation: string, variables: Variables]>> = {
    'Subscription.decisionMade': (desk) => ['Mutation.evaluateQuotes', evaluation(desk, uuidV7())],
    'Subscription.analysisUpdated': () => ['Mutation.analyseScenarios', grid(10, uuidV7())],
    'Subscription.forecastBatchUpdated': () => ['Mutation.requestForecastBatch', batch(5_000, uuidV7())],
    'Subscription.simulationRunUpdated': () => ['Mutation.runSimulation', simulation(2, uuidV7())],
  };

  /** Something of a desk's own happens that the subscription tells; resolves to its id. */
  const happening = async (name: string, desk: DeskName): Promise<string> => {
    const made = idOf(await make(...CAUSES[name]!(desk), desk));
    await work();
    return made;
  };

  const readsNothing = async ({ document }: RootField, attempts: readonly Variables[]): Promise<void> => {
    const seenByAlpha: string[] = [];
    for (const variables of attempts) {
      const asked = JSON.stringify(variables);
      seenByAlpha.push((await ask(document, variables, 'alpha')).text);
      const { text, codes } = await ask(document, variables, 'beta');
      expect(codes).toEqual([]);
      for (const mark of marks()) if (!asked.includes(mark)) expect(text).not.toContain(mark);
      // An id of alpha's is no other than one that was never given.
      const never = uuidV7();
      const { text: unknown } = await ask(document, replaceIds(variables, never), 'beta');
      expect(replaceIds(text, never)).toBe(unknown);
    }
    expect(marks().filter((mark) => seenByAlpha.join().includes(mark)).length).toBeGreaterThan(1);
  };

  describe('desk beta sees nothing of desk alpha through', () => {
    it.each(FIELDS.map((field) => [field.name, field] as const))('%s', async (name, field) => {
      const how = caseOf(field);
      switch (how.kind) {
        case 'READ':
          await readsNothing(field, how.attempts(secrets));
          break;
        case 'WRITE': {
          const { text, value, codes } = await ask(field.document, how.attempt, 'beta');
          expect([codes, value?.code]).toEqual([[], undefined]);
          for (const mark of marks()) if (mark !== KEY) expect(text).not.toContain(mark);
          const { value: first } = await ask(field.document, how.first, 'alpha');
          expect(Object.values(secrets)).toContain(idOf(first!));
          break;
        }
        case 'WATCH': {
          await work(); // what is left of other tests would be heard too
          const watch = (desk: DeskName) =>
            follow<Readonly<Record<string, unknown>>>(connect('admin', desk), field.document);
          const feeds = { alpha: watch('alpha'), beta: watch('beta') };
          const made: Record<DeskName, Set<string>> = { alpha: new Set(), beta: new Set() };
          for (const desk of ['alpha', 'beta'] as const) {
            await untilHeard(feeds[desk], async () => made[desk].add(await happening(name, desk)));
          }
          for (let i = 0; i < 5; i += 1) made.alpha.add(await happening(name, 'alpha'));
          const last = await happening(name, 'beta');
          made.beta.add(last);
          await eventually('beta hears of its own', () => JSON.stringify(feeds.beta.items.at(-1)).includes(last));
          for (const desk of ['alpha', 'beta'] as const) {
            expect(feeds[desk].errors).toEqual([]);
            const heard = feeds[desk].items.map(idOf);
            expect([...made[desk]]).toEqual(expect.arrayContaining(heard));
          }
          break;
        }
        case 'OWN_WATCH': {
          const watch = (desk: DeskName) =>
            follow<Readonly<Record<string, unknown>>>(connect('admin', desk), field.document, how.variables);
          const feeds = { alpha: watch('alpha'), beta: watch('beta') };
          for (const { items } of Object.values(feeds)) await eventually('it is priced', () => items.length > 0);
          await make('Mutation.engageKillSwitch', { input: { reason: KEY } }, 'alpha');
          await feeds.alpha.ended;
          expect(feeds.alpha.items.at(-1)).toMatchObject({ code: 'KILL_SWITCH' });
          const seen = feeds.beta.items.length;
          const state = deployment.ports.market.state('TEST')!;
          const market = { ...state.market, sequence: state.market.sequence + 1 };
          deployment.ports.market.setState({ ...state, market });
          await eventually('beta goes on', () => feeds.beta.items.length > seen);
          expect(feeds.beta.items.filter(({ code }) => code !== undefined)).toEqual([]);
          for (const mark of marks()) {
            if (mark !== CLIENT) expect(JSON.stringify(feeds.beta.items)).not.toContain(mark);
          }
          feeds.beta.stop();
          await letQuotesLeave();
          break;
        }
        case 'PUBLIC_WATCH': {
          // Nothing of the kind is simulated here, which is told and ends the stream.
          const feeds = (['alpha', 'beta'] as const).map((desk) =>
            follow(connect('admin', desk), field.document, how.variables),
          );
          for (const feed of feeds) await feed.ended;
          expect(feeds.map(({ errors }) => errors)).toEqual([[], []]);
          expect(feeds[0]!.items).toEqual(feeds[1]!.items);
          for (const mark of marks()) expect(JSON.stringify(feeds[1]!.items)).not.toContain(mark);
          break;
        }
        case 'FOLLOW': {
          for (const variables of how.attempts(secrets)) {
            const [own, others] = (['alpha', 'beta'] as const).map((desk) =>
              follow(connect('admin', desk), field.document, variables),
            );
            await eventually('alpha sees its own', () => own!.items.length > 0);
            expect(JSON.stringify(own!.items)).toContain(how.shows);
            await others!.ended;
            expect(others!.errors).toEqual([]);
            expect(others!.items).toMatchObject([{ code: expect.stringMatching(/^UNKNOWN_/) }]);
            for (const mark of marks()) {
              if (!JSON.stringify(variables).includes(mark)) expect(JSON.stringify(others!.items)).not.toContain(mark);
            }
          }
          break;
        }
        case 'OWN': {
          const { text, codes } = await ask(field.document, how.variables, 'beta');
          expect(codes).toEqual([]);
          for (const mark of marks()) expect(text).not.toContain(mark);
          await letQuotesLeave();
          break;
        }
        case 'PUBLIC': {
          const answer = await ask(field.document, how.variables, 'beta');
          expect(answer.codes).toEqual([]);
          expect(answer).toEqual(await ask(field.document, how.variables, 'alpha'));
          for (const mark of marks()) expect(answer.text).not.toContain(mark);
          break;
        }
      }
    });
  });

  describe.each(FIELDS.map((field) => [field.name, field] as const))('%s', (name, field) => {
    it.each(ROLES)('called by a %s', async (role) => {
      const how = caseOf(field);
      const allowed = how.roles.includes(role);
      if (how.kind === 'WATCH') {
        const feed = follow(connect(role, 'beta'), field.document);
        if (allowed) {
          await untilHeard(feed, () => happening(name, 'beta'));
          expect(feed.errors).toEqual([]);
        } else {
          await feed.ended;
          expect(feed.errors).toEqual([expect.objectContaining({ extensions: { code: 'FORBIDDEN' } })]);
        }
        return;
      }
      if (how.kind === 'PUBLIC_WATCH') {
        const feed = follow(connect(role, 'beta'), field.document, how.variables);
        await feed.ended;
        expect(feed.errors).toEqual(allowed ? [] : [expect.objectContaining({ extensions: { code: 'FORBIDDEN' } })]);
        return;
      }
      const [variables = {}] = attemptsOf(how, secrets);
      if (how.kind === 'OWN_WATCH') {
        const feed = follow(connect(role, 'beta'), field.document, variables);
        if (allowed) await eventually('it is priced', () => feed.items.length > 0);
        else await feed.ended;
        expect(feed.errors).toEqual(allowed ? [] : [expect.objectContaining({ extensions: { code: 'FORBIDDEN' } })]);
        feed.stop();
        return;
      }
      if (how.kind === 'FOLLOW') {
        const feed = follow(connect(role, 'beta'), field.document, variables);
        await feed.ended;
        expect(feed.errors).toEqual(allowed ? [] : [expect.objectContaining({ extensions: { code: 'FORBIDDEN' } })]);
        return;
      }
      const key = uuidV7();
      const own = how.kind === 'WRITE' ? { input: { ...(variables.input as object), idempotencyKey: key } } : variables;
      const { codes } = await ask(field.document, own, 'beta', role);
      expect(codes).toEqual(allowed ? [] : ['FORBIDDEN']);
      await letQuotesLeave();
      if (how.kind === 'WRITE') {
        const { decisions, forecastBatches, simulationRuns, analyses, quoteRequests } = deployment.ports;
        const written =
          (await decisions.findByIdempotencyKey(DESKS.beta, key)) ??
          (await forecastBatches.findByIdempotencyKey(DESKS.beta, key)) ??
          (await simulationRuns.findByIdempotencyKey(DESKS.beta, key)) ??
          (await analyses.findByIdempotencyKey(DESKS.beta, key)) ??
          (await quoteRequests.findByIdempotencyKey(DESKS.beta, key));
        expect(written !== undefined).toBe(allowed);
      }
    });
  });
});

/** The id of whatever a desk made. */
const idOf = (made: Readonly<Record<string, unknown>>): string => {
  const { decisionId, analysisId, batchId, runId, quoteRequestId } = made;
  return String(decisionId ?? analysisId ?? batchId ?? runId ?? quoteRequestId);
};

const UUID = /[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[\da-f]{4}-[\da-f]{12}/g;

const replaceIds = <T>(value: T, id: string): T => JSON.parse(JSON.stringify(value).replace(UUID, id)) as T;
