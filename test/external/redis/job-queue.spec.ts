import { redisQueueServer } from '#adapters/bullmq';
import { jobQueueContract } from '../../contracts/job-queue.contract.js';
import { startRedis } from './redis-process.js';

jobQueueContract('Redis', async () => {
  const redis = await startRedis(['--appendonly', 'yes']);
  return { server: await redisQueueServer(redis.url), close: () => redis.stop() };
});
