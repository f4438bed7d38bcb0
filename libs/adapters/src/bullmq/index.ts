export { BullJobQueue } from './job-queue.js';
export { JOBS_IN_HAND, JobWorkers, type JobObserver } from './job-workers.js';
export { postgresQueueServer } from './postgres-server.js';
export { QueueServerAway, UnusableQueueServer, type QueueServer } from './queue-server.js';
export { redisQueueServer } from './redis-server.js';
