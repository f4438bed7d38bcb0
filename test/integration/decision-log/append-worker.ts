import { apiConfig } from '#adapters/config';
import { Database, PrismaDecisionLog } from '#adapters/prisma';
import { decision } from '../../factories/records.js';

// Appends decisions without end, and prints the id of each one once it is acknowledged.
const database = new Database({ url: apiConfig().databaseUrl, poolSize: 2, applicationName: 'writer' });
const log = new PrismaDecisionLog(database);

const write = async (): Promise<never> => {
  for (;;) {
    const one = decision();
    const { kind } = await log.append(one);
    console.log(`${kind} ${one.decisionId}`);
  }
};

await Promise.all(Array.from({ length: 20 }, write));
