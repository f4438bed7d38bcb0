import { NodeIdentifiers } from '#adapters/node-crypto';
import { PrismaDeskSettings, PrismaRequestHistory } from '#adapters/prisma';
import { runAsOwner } from '../run-as-owner.js';
import { runImportRfqs } from './command-line.js';

await runAsOwner('import-rfqs', (args, database, terminal) => {
  const ports = {
    desks: new PrismaDeskSettings(database),
    history: new PrismaRequestHistory(database),
    identifiers: new NodeIdentifiers(),
  };
  return runImportRfqs(args, ports, terminal);
});
