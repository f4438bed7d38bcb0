import { runOnDatabase } from './on-database.mjs';

// npm run models -- <command> [options]
runOnDatabase('models');
