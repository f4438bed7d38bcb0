import { outboxContract } from './outbox.contract.js';
import { openMemoryStores, openPrismaStores } from './stores.js';

outboxContract('memory', openMemoryStores);
outboxContract('PostgreSQL', openPrismaStores);
