import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino } from 'pino';
import { parseInstant } from '#domain/core';
import { DEFAULT_QUOTING_POLICY } from '#domain/quoting';
import {
  MemoryAnalysisStore,
  MemoryApiKeys,
  MemoryDealerHedges,
  MemoryDecisionLog,
  MemoryDeskEvents,
  MemoryDeskSettings,
  MemoryFeatureHistory,
  MemoryFeatureSetRegistry,
  MemoryForecastBatchStore,
  MemoryLearnedModelsStore,
  MemoryMarketState,
  MemoryModelLibrary,
  MemoryModelRegistry,
  MemoryOutbox,
  MemoryPlanFillStore,
  MemoryQuoteOutcomeStore,
  MemoryQuoteBook,
  MemoryQuoteRequestStore,
  MemoryRequestHistory,
  MemorySimulationRunStore,
} from '#adapters/memory';
import { systemClock } from '#adapters/node-clock';
import { NodeIdentifiers } from '#adapters/node-crypto';
import { ParametricModel } from '#adapters/parametric';
import { DeskHistories, LearnedDealerProfiles } from '#application/request-history';
import { StatedPriors } from '#application/stated-priors';
import { ROLES, type ApiKeyHolder, type DeskSettings, type Role } from '#application/ports';
import { createApi, type ApiOptions } from '../../apps/api/src/api.js';
import { type ApiPorts } from '../../apps/api/src/ports.js';
import { computingHere } from './computing.js';
import { instrumentState } from './instrument-state.js';
import { market } from './market.js';

export const SESSION_TIME = parseInstant('2024-03-05T15:00:00.5Z')!;

export const DESKS = {
  alpha: '00000000-0000-7000-8000-00000000000a',
  beta: '00000000-0000-7000-8000-00000000000b',
} as const;

export type DeskName = keyof typeof DESKS;

/** Desk alpha, which quotes whatever it can price: for where time stands still and no quote expires. */
export const AMPLE_DESK: DeskSettings = {
  deskId: DESKS.alpha,
  name: 'alpha',
  riskAversion: 0.1,
  quoting: {
    ...DEFAULT_QUOTING_POLICY,
    guardrails: { ...DEFAULT_QUOTING_POLICY.guardrails, minSpreadBps: 2, inventoryBlocksMax: 1e15 },
    clientLimits: { notionalMax: 1e18, messagesMax: 1e6 },
    deskLimits: { notionalMax: 1e18, messagesMax: 1e6 },
  },
};

/** The key of a role at a desk in `memoryPorts`. */
export const keyOf = (role: Role, desk: DeskName = 'alpha'): string => `fp_${role}_${desk}`;

export interface MemoryPorts extends ApiPorts {
  readonly market: MemoryMarketState;
  readonly outbox: MemoryOutbox;
  readonly hedges: MemoryDealerHedges;
  readonly outcomes: MemoryQuoteOutcomeStore;
  readonly learned: MemoryLearnedModelsStore;
}

/** Ports over memory twins: two desks, a key per role at each, one instrument TEST. */
export const memoryPorts = (): MemoryPorts => {
  const state = new MemoryMarketState();
  state.setState(instrumentState(market()));
  state.setNow(SESSION_TIME);
  const events = new MemoryDeskEvents();
  const outbox = new MemoryOutbox();
  const quoteRequests = new MemoryQuoteRequestStore(events);
  const deskHistories = new DeskHistories(new MemoryRequestHistory(quoteRequests));
  const desks = Object.entries(DESKS).map(([name, deskId]): DeskSettings => ({
    deskId,
    name,
    riskAversion: 0.1,
    quoting: {
      ...DEFAULT_QUOTING_POLICY,
      guardrails: { ...DEFAULT_QUOTING_POLICY.guardrails, minSpreadBps: 2 },
    },
  }));
  const holders = desks.flatMap(({ deskId, name }) =>
    ROLES.map((role): [string, ApiKeyHolder] => [
      keyOf(role, name as DeskName),
      { keyId: `${role}-${name}`, deskId, deskName: name, role },
    ]),
  );
  return {
    apiKeys: new MemoryApiKeys(Object.fromEntries(holders)),
    desks: new MemoryDeskSettings(desks),
    deskHistories,
    dealerProfiles: new LearnedDealerProfiles({
      histories: deskHistories,
      clock: systemClock,
      onError: (error) => {
        throw error;
      },
    }),
    market: state,
    featureSets: new MemoryFeatureSetRegistry(),
    featureHistory: new MemoryFeatureHistory(),
    model: new ParametricModel(),
    rehearsal: new ParametricModel(),
    namedModels: { named: () => undefined, names: () => [] },
    models: new MemoryModelRegistry(),
    modelLibrary: new MemoryModelLibrary(),
    decisions: new MemoryDecisionLog(events, outbox),
    forecastBatches: new MemoryForecastBatchStore(events, outbox),
    simulationRuns: new MemorySimulationRunStore(events, outbox),
    analyses: new MemoryAnalysisStore(events, outbox),
    quoteRequests,
    hedges: new MemoryDealerHedges(),
    events,
    outcomes: new MemoryQuoteOutcomeStore(outbox),
    learned: new MemoryLearnedModelsStore(),
    planFills: new MemoryPlanFillStore(events),
    quoteBook: new MemoryQuoteBook(events),
    clock: systemClock,
    computing: computingHere,
    quotingModels: new StatedPriors(),
    identifiers: new NodeIdentifiers(),
    outbox,
  };
};

export const startApi = (ports: ApiPorts, options: Partial<ApiOptions> = {}): Promise<NestFastifyApplication> =>
  createApi(ports, { logger: pino({ level: 'silent' }), readiness: {}, ...options });

export interface Answer<Data> {
  readonly status: number;
  readonly data: Data;
  readonly errors: readonly {
    readonly message: string;
    readonly extensions: Readonly<Record<string, unknown>>;
    readonly path?: readonly string[];
  }[];
}

/** Sends one GraphQL request through the whole HTTP stack, without a socket. */
export const send = async <Data = Readonly<Record<string, unknown>>>(
  app: NestFastifyApplication,
  query: string,
  variables: object = {},
  key: string = keyOf('trader'),
): Promise<Answer<Data>> => {
  const { statusCode, payload } = await app.inject({
    method: 'POST',
    url: '/graphql',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    payload: JSON.stringify({ query, variables }),
  });
  const { data, errors } = JSON.parse(payload) as { data: Data; errors?: Answer<Data>['errors'] };
  return { status: statusCode, data, errors: errors ?? [] };
};

export const EVALUATE = `mutation Evaluate($input: EvaluateQuotesInput!) {
  evaluateQuotes(input: $input) {
    __typename
    ... on RankedQuotes {
      decisionId decidedAt
      request { quantity side }
      market { mid source { kind name } estimated }
      fairPrice { price costBps sdBps quantiles { probability price } }
      forecast { modelVersion temporaryBps permanentBps slippage { meanBps sdBps valueAtRiskBps expectedShortfallBps } }
      quotes { rank dealer price quantity allInCostBps edgeToFairBps bestProbability terms { name bps basis } }
      discarded { dealer reason detail }
      alternative { strategy horizonSeconds slippage { meanBps sdBps } }
      advice { action dealer savingBps reason }
    }
    ... on ExpectedError { code message field allowed }
  }
}`;

/** A valid request for TEST: three dealers, a few bps above the mid of 100. */
export const evaluateInput = (overrides: object = {}): object => ({
  instrumentId: 'TEST',
  side: 'BUY',
  quantity: '10000',
  horizonSeconds: 1800,
  quotes: [
    { dealer: 'NORTH', price: '100.06', validForMs: 60000 },
    { dealer: 'SOUTH', price: '100.04', validForMs: 60000 },
    { dealer: 'WEST', price: '100.09', validForMs: 60000 },
  ],
  idempotencyKey: `key-${Math.random()}`,
  ...overrides,
});
