import { figure } from '../figures.mjs';
import { openServed, readPart } from './served.mjs';

// A version goes and comes back a hundred times while forecasts are asked for. Memory is read after the garbage is collected.

const SWAPS = 100;
const WARM_UP_SWAPS = 20;

const { folder } = readPart();
const { server, registry, library, manifest, requests } = await openServed(folder);
const [request] = requests(1);
const model = server.modelFor('M');

const swap = async () => {
  for (const status of ['RETIRED', 'CHAMPION']) {
    await registry.move(manifest.modelVersion, status, 'bench');
    await server.refresh();
  }
  const answer = await model.forecast([request]);
  if (!answer.ok) throw new Error(answer.error.message);
};

const rssMiB = () => {
  globalThis.gc();
  return process.memoryUsage().rss / 1024 / 1024;
};

const swapsMs = [];
for (let i = 0; i < WARM_UP_SWAPS; i += 1) await swap();
const before = rssMiB();
for (let i = 0; i < SWAPS; i += 1) {
  const start = performance.now();
  await swap();
  swapsMs.push(performance.now() - start);
}
const figures = [
  figure('impact.swaps.rssGrowthMiB', 'MiB', [rssMiB() - before], { better: 'lower' }),
  figure('impact.swaps.ms', 'ms', swapsMs, { better: 'lower' }),
];
console.log(JSON.stringify(figures));
await server.close();
await library.close();
