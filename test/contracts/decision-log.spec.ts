import { decisionLogContract } from './decision-log.contract.js';
import { openMemoryStores, openPrismaStores } from './stores.js';

decisionLogContract('memory', openMemoryStores);
decisionLogContract('PostgreSQL', openPrismaStores);
