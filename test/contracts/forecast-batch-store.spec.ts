import { forecastBatchStoreContract } from './forecast-batch-store.contract.js';
import { openMemoryStores, openPrismaStores } from './stores.js';

forecastBatchStoreContract('memory', openMemoryStores);
forecastBatchStoreContract('PostgreSQL', openPrismaStores);
