import { scenarioStoreContract } from './scenario-store.contract.js';
import { openMemoryStores, openPrismaStores } from './stores.js';

scenarioStoreContract('memory', openMemoryStores);
scenarioStoreContract('PostgreSQL', openPrismaStores);
