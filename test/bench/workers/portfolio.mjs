import { availableParallelism } from 'node:os';
import { portfolioMethod } from '#application/analyse-portfolio';
import { ComputingThreads } from '#adapters/computing-threads';
import { figure } from '../figures.mjs';
import { openBare } from '../impact/bare.mjs';
import { openServed, readPart } from '../impact/served.mjs';
import { FEATURES, MARKET } from '../market.mjs';

// A portfolio of as many instruments as blocks, all correlated, under scenarios of which every fourth shifts the correlations too:
// what an analysis takes from its stored inputs to its rows, beside the bare model on as many rows.
const BLOCKS = 500;
const SCENARIOS = 20;
const FACTORS = 3;
const PARTS = 1 + SCENARIOS;

const { folder, quick } = readPart();
const rounds = quick ? 1 : 5;

const idOf = (i) => `BENCH-${i}`;
const inputs = {
  moments: Array.from({ length: BLOCKS }, (_, i) => ({
    market: {
      ...MARKET,
      terms: { ...MARKET.terms, instrumentId: idOf(i), averageDailyVolume: 1e6 * (1 + (i % 37)) },
    },
    features: { ...FEATURES, instrumentId: idOf(i) },
  })),
  blocks: Array.from({ length: BLOCKS }, (_, i) => ({
    instrumentId: idOf(i),
    side: i % 3 === 0 ? 'SELL' : 'BUY',
    quantity: 500 + 100 * (i % 400),
    horizonSeconds: 300 + 30 * (i % 40),
    aggression: 0.5,
  })),
  returns: {
    instrumentIds: Array.from({ length: BLOCKS }, (_, i) => idOf(i)),
    factorLoadings: Array.from({ length: BLOCKS }, (_, i) =>
      Array.from({ length: FACTORS }, (_factor, k) => 0.5 * Math.cos(1 + i * (k + 1))),
    ),
    whenIndefinite: 'REFUSE',
  },
  scenarios: Array.from({ length: SCENARIOS }, (_, i) => ({
    name: `scenario ${i}`,
    volatilityFactor: 1 + i / 10,
    volumeFactor: 1 / (1 + i / 20),
    spreadFactor: 1 + i / 5,
    correlationShift: i % 4 === 3 ? 0.3 : 0,
  })),
  horizonFactors: [],
};

const { server, registry, library } = await openServed(folder);
const champions = (await registry.list()).filter(({ status }) => status === 'CHAMPION');
const manifests = await Promise.all(
  champions.map(async ({ modelVersion }) => (await library.describe(modelVersion)).manifest),
);
// The one that answers for instruments that it was not fitted on.
const manifest = manifests.find(({ definition, instruments }) => definition === 'M' && instruments === null);
const model = server.modelFor(manifest.definition);
const bare = (await openBare(folder, manifest))(BLOCKS);
const threads = new ComputingThreads({ threads: Math.max(1, availableParallelism() - 1) });

let forecastMs = 0;
const timed = {
  forecast: async (requests) => {
    const start = performance.now();
    const answer = await model.forecast(requests);
    forecastMs += performance.now() - start;
    return answer;
  },
};
const method = portfolioMethod({ model: timed, computing: threads.functions });

/** Nothing of it is known from an earlier round: an analysis is known by its text. */
const analyse = async (round) => {
  const text = JSON.stringify({ ...inputs, round });
  const rows = await method.rows(text, 0, PARTS);
  const failed = rows.find((row) => 'code' in row);
  if (failed !== undefined) throw new Error(failed.message);
};

const times = { analysis: [], forecasts: [], bare: [], ratio: [] };
for (let round = quick ? -1 : -2; round < rounds; round += 1) {
  forecastMs = 0;
  const start = performance.now();
  await analyse(round);
  const analysisMs = performance.now() - start;
  const bareStart = performance.now();
  for (let part = 0; part < PARTS; part += 1) await bare();
  const bareMs = performance.now() - bareStart;
  if (round < 0) continue;
  times.analysis.push(analysisMs);
  times.forecasts.push(forecastMs);
  times.bare.push(bareMs);
  times.ratio.push(analysisMs / bareMs);
}
console.log(
  JSON.stringify([
    figure('workers.portfolio.toBareModel', 'ratio', times.ratio, { better: 'lower' }),
    figure('workers.portfolio.analysisMs', 'ms', times.analysis, { better: 'lower' }),
    figure('workers.portfolio.forecastsMs', 'ms', times.forecasts, { better: 'lower' }),
    figure('workers.portfolio.bareModelMs', 'ms', times.bare, { better: 'lower' }),
  ]),
);
await threads.close();
await server.close();
await library.close();
