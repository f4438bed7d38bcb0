import { runOnDatabase } from './on-database.mjs';

// npm run import:rfqs -- FILE.csv --desk ID
runOnDatabase('import-rfqs');
