import { redisQueueServer, type QueueServer } from '#adapters/bullmq';
import { jobPriorityContract, jobQueueContract } from '../../contracts/job-queue.contract.js';
import { startRedis } from './redis-process.js';

const open = async (): Promise<{ server: QueueServer; close: () => Promise<void> }> => {
  const redis = await startRedis(['--appendonly', 'yes']);
  return { server: await redisQueueServer(redis.url), close: () => redis.stop() };
};

jobQueueContract('Redis', open);
jobPriorityContract('Redis', open);
