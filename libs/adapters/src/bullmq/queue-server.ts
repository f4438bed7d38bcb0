import { type BackendFactory, type ConnectionOptions, type RedisQueueBackend } from 'bullmq';

/** Where BullMQ keeps its queues: PostgreSQL or Redis, checked and prepared. */
export interface QueueServer {
  readonly name: 'PostgreSQL' | 'Redis';
  /** BullMQ's types tie a queue to the extras of its backend; none is used here, so Redis' type stands for both. */
  readonly factory: BackendFactory<RedisQueueBackend>;
  /** For a queue that is written to: a command fails at once while the server is away. */
  readonly producer: ConnectionOptions;
  /** For a worker: it waits until the server is back. */
  readonly consumer: ConnectionOptions;
}

/** Nobody answers there now; starting again later may help. */
export class QueueServerAway extends Error {
  override readonly name = 'QueueServerAway';
}

/** The server would lose jobs that it acknowledged, or is not prepared; the message says what to change. */
export class UnusableQueueServer extends Error {
  override readonly name = 'UnusableQueueServer';
}
