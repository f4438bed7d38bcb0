import { analysisStoreContract } from './analysis-store.contract.js';
import { openMemoryStores, openPrismaStores } from './stores.js';

analysisStoreContract('memory', openMemoryStores);
analysisStoreContract('PostgreSQL', openPrismaStores);
