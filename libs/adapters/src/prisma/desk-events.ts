import { DeskSubscribers } from '#application/change-stream';
import { type DeskEvent, type DeskEvents, type DeskTopic } from '#application/ports';
import { type Database, type Transaction, TRANSACTION_MS_MAX } from './database.js';
import { Listener } from './listener.js';

export interface DeskEventsOptions {
  readonly database: Database;
  readonly url: string;
  readonly applicationName: string;
  readonly onError: (error: unknown) => void;
}

/** What the trigger announce_changes says on channel desk_events. */
interface Announcement {
  readonly topic: DeskTopic;
  readonly deskId: string;
  readonly ids: readonly string[];
}

/** Ids of one desk that changed since a moment, oldest first. */
const CHANGED_SINCE: Readonly<
  Record<DeskTopic, (t: Transaction, deskId: string, since: Date) => Promise<{ id: string }[]>>
> = {
  DECISION_MADE: ({ decision }, deskId, since) =>
    decision.findMany({
      where: { deskId, createdAt: { gte: since } },
      orderBy: { createdAt: 'asc' },
      select: { id: true },
    }),
  FORECAST_BATCH_UPDATED: ({ forecastBatch }, deskId, since) =>
    forecastBatch.findMany({
      where: { deskId, updatedAt: { gte: since } },
      orderBy: { updatedAt: 'asc' },
      select: { id: true },
    }),
  SIMULATION_RUN_UPDATED: ({ simulationRun }, deskId, since) =>
    simulationRun.findMany({
      where: { deskId, updatedAt: { gte: since } },
      orderBy: { updatedAt: 'asc' },
      select: { id: true },
    }),
  ANALYSIS_UPDATED: ({ analysis }, deskId, since) =>
    analysis.findMany({
      where: { deskId, updatedAt: { gte: since } },
      orderBy: { updatedAt: 'asc' },
      select: { id: true },
    }),
  QUOTE_REQUEST_UPDATED: ({ quoteRequest }, deskId, since) =>
    quoteRequest.findMany({
      where: { deskId, updatedAt: { gte: since } },
      orderBy: { updatedAt: 'asc' },
      select: { id: true },
    }),
  PLAN_FILLED: async ({ planFill }, deskId, since) => {
    const plans = await planFill.groupBy({ by: ['planId'], where: { deskId, recordedAt: { gte: since } } });
    return plans.map(({ planId }) => ({ id: planId }));
  },
  // What a desk holds bears no time of change, and its id is known.
  QUOTING_DESK_CHANGED: (_, deskId) => Promise.resolve([{ id: deskId }]),
};

const TOPICS = Object.keys(CHANGED_SINCE) as readonly DeskTopic[];

/** Changes over LISTEN/NOTIFY, one connection per process however many subscribe. */
export class PrismaDeskEvents implements DeskEvents {
  private readonly subscribers = new DeskSubscribers();
  private readonly listener: Listener;

  constructor(private readonly options: DeskEventsOptions) {
    const { url, applicationName, onError } = options;
    this.listener = new Listener({
      url,
      applicationName,
      channels: ['desk_events'],
      onNotification: (_, payload) => {
        const { deskId, topic, ids } = JSON.parse(payload) as Announcement;
        this.subscribers.announce(deskId, topic, ids);
      },
      onReconnect: (since) => {
        this.catchUp(since).catch(onError);
      },
      onError,
    });
  }

  start(): Promise<void> {
    return this.listener.start();
  }

  subscribe(deskId: string, topic: DeskTopic): AsyncIterableIterator<DeskEvent> {
    return this.subscribers.subscribe(deskId, topic);
  }

  listen(deskId: string, topic: DeskTopic, heard: (id: string) => void): () => void {
    return this.subscribers.listen(deskId, topic, heard);
  }

  async close(): Promise<void> {
    await this.listener.close();
    await this.subscribers.end();
  }

  /** A row bears the time at which its transaction began, which may lie before the interruption. */
  private async catchUp(lastHeardAt: Date): Promise<void> {
    const since = new Date(lastHeardAt.getTime() - TRANSACTION_MS_MAX);
    for (const deskId of this.subscribers.desks()) {
      for (const topic of TOPICS) {
        const rows = await this.options.database.forDesk(deskId, (t) => CHANGED_SINCE[topic](t, deskId, since));
        this.subscribers.announce(
          deskId,
          topic,
          rows.map(({ id }) => id),
        );
      }
    }
  }
}
