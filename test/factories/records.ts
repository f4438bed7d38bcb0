import { randomBytes } from 'node:crypto';
import {
  type Analysis,
  type Decision,
  type ForecastBatch,
  type QuoteRequestChange,
  type SimulationRun,
} from '#application/ports';

let lastMs = 0;

/** A version 7 UUID, greater than every one before it. */
export const uuidV7 = (): string => {
  lastMs = Math.max(lastMs + 1, Date.now());
  const random = randomBytes(10).toString('hex');
  const hex = `${lastMs.toString(16).padStart(12, '0')}7${random.slice(1, 4)}8${random.slice(5)}`;
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
};

/** A decision of desk alpha with an id and a key of its own. */
export const decision = (overrides: Partial<Decision> = {}): Decision => {
  const decisionId = uuidV7();
  return {
    decisionId,
    deskId: 'alpha',
    kind: 'EVALUATE_QUOTES',
    idempotencyKey: `key of ${decisionId}`,
    requestHash: 'a'.repeat(64),
    decidedAt: '2012-06-21T13:30:00.017459617Z',
    inputs: '{"quotes":[]}',
    output: '{"rank":1}',
    ...overrides,
  };
};

/** A batch of one order of desk alpha with an id and a key of its own. */
export const forecastBatch = (overrides: Partial<ForecastBatch> = {}): ForecastBatch => {
  const batchId = uuidV7();
  return {
    batchId,
    deskId: 'alpha',
    idempotencyKey: `key of ${batchId}`,
    requestHash: 'c'.repeat(64),
    requestedAt: '2012-06-21T13:30:00.017459617Z',
    orders: 1,
    priority: 'BULK',
    inputs: '{}',
    ...overrides,
  };
};

/** A simulation run of seeds 1 to 3 of desk alpha with an id and a key of its own. */
export const simulationRun = (overrides: Partial<SimulationRun> = {}): SimulationRun => {
  const runId = uuidV7();
  return {
    runId,
    deskId: 'alpha',
    idempotencyKey: `key of ${runId}`,
    requestHash: 'd'.repeat(64),
    kind: 'AUCTIONS',
    seeds: [1, 2, 3],
    experiment: '{}',
    ...overrides,
  };
};

/** An analysis of five rows of desk alpha, two per part, with an id and a key of its own. */
export const analysis = (overrides: Partial<Analysis> = {}): Analysis => {
  const analysisId = uuidV7();
  return {
    analysisId,
    deskId: 'alpha',
    kind: 'SCENARIOS',
    priority: 'BULK',
    idempotencyKey: `key of ${analysisId}`,
    requestHash: 'e'.repeat(64),
    requestedAt: '2012-06-21T13:30:00.017459617Z',
    rows: 5,
    rowsPerPart: 2,
    inputs: '{}',
    ...overrides,
  };
};

/** The opening of a request of desk alpha, with an id and a key of its own. */
export const quoteRequestOpening = (overrides: Partial<QuoteRequestChange> = {}): QuoteRequestChange => {
  const requestId = uuidV7();
  return {
    deskId: 'alpha',
    requestId,
    version: 1,
    idempotencyKey: `open ${requestId}`,
    requestHash: 'a'.repeat(64),
    events: `["opened ${requestId}"]`,
    status: 'OPEN',
    instrumentIds: ['TEST'],
    expiresAt: 1_709_650_860_000_000_123n,
    ...overrides,
  };
};
