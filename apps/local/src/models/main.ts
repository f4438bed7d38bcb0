import { PrismaModelRegistry } from '#adapters/prisma';
import { runAsOwner } from '../run-as-owner.js';
import { runModels } from './command-line.js';

await runAsOwner('models', (args, database, terminal) => runModels(args, new PrismaModelRegistry(database), terminal));
