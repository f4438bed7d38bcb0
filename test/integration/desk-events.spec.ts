import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import {
  Database,
  PrismaAnalysisStore,
  PrismaDecisionLog,
  PrismaDeskEvents,
  PrismaForecastBatchStore,
  PrismaQuoteRequestStore,
  PrismaSimulationRunStore,
} from '#adapters/prisma';
import { eventually } from '../contracts/eventually.js';
import { reading } from '../contracts/stores.js';
import { createTestDatabase, type TestDatabase } from '../factories/database.js';
import { analysis, decision, forecastBatch, quoteRequestOpening, simulationRun } from '../factories/records.js';

jest.setTimeout(60_000);

const LISTENER = 'desk events spec';

describe('desk events over LISTEN/NOTIFY', () => {
  let test: TestDatabase;
  let database: Database;
  let events: PrismaDeskEvents;
  let interruptions: unknown[];
  beforeEach(async () => {
    test = await createTestDatabase();
    for (const desk of ['alpha', 'beta']) await test.addDesk(desk);
    database = new Database({ url: test.apiUrl, poolSize: 4, applicationName: 'writer' });
    interruptions = [];
    events = new PrismaDeskEvents({
      database,
      url: test.apiUrl,
      applicationName: LISTENER,
      onError: (error) => interruptions.push(error),
    });
    await events.start();
  });
  afterEach(async () => {
    await events.close();
    await database.close();
    await test.drop();
  });

  const listeners = (): Promise<{ pid: number }[]> =>
    test.asOwner('SELECT pid FROM pg_stat_activity WHERE application_name = $1', [LISTENER]);

  it('misses nothing while its connection is cut', async () => {
    const decisions = new PrismaDecisionLog(database);
    const made = reading(events, 'alpha', 'DECISION_MADE');
    const analysed = reading(events, 'alpha', 'ANALYSIS_UPDATED');
    const batched = reading(events, 'alpha', 'FORECAST_BATCH_UPDATED');
    const simulated = reading(events, 'alpha', 'SIMULATION_RUN_UPDATED');
    const heard: string[] = [];
    events.listen('alpha', 'QUOTE_REQUEST_UPDATED', (id) => heard.push(id));
    const theirs = reading(events, 'beta', 'DECISION_MADE');
    await test.asOwner('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1', [
      LISTENER,
    ]);
    await eventually('it is cut', () => interruptions.length === 1);

    const during = [decision(), decision()];
    for (const one of during) await decisions.append(one);
    const asked = analysis();
    await new PrismaAnalysisStore(database).create(asked);
    const batch = forecastBatch();
    await new PrismaForecastBatchStore(database).create(batch, []);
    const run = simulationRun();
    await new PrismaSimulationRunStore(database).create(run, []);
    const opened = quoteRequestOpening();
    await new PrismaQuoteRequestStore(database).append(opened);
    expect(new Set(await made.next(2))).toEqual(new Set(during.map(({ decisionId }) => decisionId)));
    expect(await analysed.next(1)).toEqual([asked.analysisId]);
    expect(await batched.next(1)).toEqual([batch.batchId]);
    expect(await simulated.next(1)).toEqual([run.runId]);
    await eventually('the request is heard of', () => heard.includes(opened.requestId));
    expect(interruptions).toHaveLength(1);

    const after = decision({ deskId: 'beta' });
    await decisions.append(after);
    expect(await theirs.next(1)).toEqual([after.decisionId]);
    const before = heard.length;
    await new PrismaQuoteRequestStore(database).append({ ...opened, version: 2, idempotencyKey: 'then' });
    await eventually('its next change is heard of', () => heard.length > before);
    expect(new Set(heard)).toEqual(new Set([opened.requestId]));
  });

  it('one connection serves any number of subscribers', async () => {
    const subscribers = Array.from({ length: 500 }, () => reading(events, 'alpha', 'DECISION_MADE'));
    const one = decision();
    await new PrismaDecisionLog(database).append(one);
    for (const subscriber of subscribers) expect(await subscriber.next(1)).toEqual([one.decisionId]);
    expect(await listeners()).toHaveLength(1);
  });

  it('a subscriber that never reads harms no other', async () => {
    const idle = events.subscribe('alpha', 'DECISION_MADE');
    const decisions = new PrismaDecisionLog(database);
    const reader = reading(events, 'alpha', 'DECISION_MADE');
    const many = Array.from({ length: 1500 }, () => decision());
    const seen = reader.next(many.length);
    await Promise.all(many.map((one) => decisions.append(one)));
    expect(new Set(await seen).size).toBe(1500);
    await expect(idle.next()).rejects.toThrow('unread');
  });

  it('a notification that is none of ours costs nothing', async () => {
    await test.asOwner(`SELECT pg_notify('desk_events', 'nonsense')`);
    await eventually('it is reported', () => interruptions.length === 1);
    const reader = reading(events, 'alpha', 'DECISION_MADE');
    const one = decision();
    await new PrismaDecisionLog(database).append(one);
    expect(await reader.next(1)).toEqual([one.decisionId]);
  });

  it('closing ends every subscription', async () => {
    const reader = reading(events, 'alpha', 'DECISION_MADE');
    const next = reader.next(1);
    await events.close();
    expect(await next).toEqual([]);
  });
});
