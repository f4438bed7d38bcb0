import { startRedis } from '../redis/redis-process.js';
import { workerFaults } from './worker-faults.js';

workerFaults('Redis', async () => {
  const redis = await startRedis(['--appendonly', 'yes', '--appendfsync', 'always']);
  return { environment: { REDIS_URL: redis.url }, crash: () => redis.crash(), close: () => redis.stop() };
});
