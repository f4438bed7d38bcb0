import { simulationRunStoreContract } from './simulation-run-store.contract.js';
import { openMemoryStores, openPrismaStores } from './stores.js';

simulationRunStoreContract('memory', openMemoryStores);
simulationRunStoreContract('PostgreSQL', openPrismaStores);
