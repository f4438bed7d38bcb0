import { createRedisBackend } from 'bullmq';
import { Redis } from 'ioredis';
import { QueueServerAway, type QueueServer, UnusableQueueServer } from './queue-server.js';

const CONNECT_MS_MAX = 5_000;

/**
 * Queues in Redis. Rejects with QueueServerAway when it does not answer, and with UnusableQueueServer when it does
 * not let us in, keeps no append-only file or may evict keys: a crash would lose jobs that it acknowledged.
 */
export const redisQueueServer = async (redisUrl: string): Promise<QueueServer> => {
  await verifyDurability(redisUrl);
  return {
    name: 'Redis',
    factory: createRedisBackend,
    producer: { url: redisUrl, enableOfflineQueue: false, maxRetriesPerRequest: 1 },
    consumer: { url: redisUrl, maxRetriesPerRequest: null },
  };
};

const verifyDurability = async (redisUrl: string): Promise<void> => {
  const redis = new Redis(redisUrl, {
    lazyConnect: true,
    connectTimeout: CONNECT_MS_MAX,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  let cause: Error | undefined; // `connect` says only that the connection is closed
  redis.on('error', (error) => {
    cause ??= error;
  });
  let info: string;
  try {
    await redis.connect();
    info = await redis.info();
  } catch (error) {
    const { name, message } = cause ?? (error as Error);
    if (name === 'ReplyError') throw new UnusableQueueServer(`REDIS_URL: Redis does not let us in (${message})`);
    throw new QueueServerAway(`REDIS_URL: Redis does not answer (${message})`);
  } finally {
    redis.disconnect();
  }
  const fields = new Map(info.split('\r\n').map((line) => line.split(':', 2) as [string, string]));
  if (fields.get('aof_enabled') !== '1') {
    throw new UnusableQueueServer(
      'REDIS_URL: this Redis keeps no append-only file, so a crash would lose acknowledged jobs; set `appendonly yes`',
    );
  }
  const policy = fields.get('maxmemory_policy');
  if (policy !== 'noeviction') {
    throw new UnusableQueueServer(
      `REDIS_URL: this Redis may evict jobs (maxmemory-policy ${policy ?? 'unknown'}); set \`maxmemory-policy noeviction\``,
    );
  }
};
