import { figure } from '../figures.mjs';
import { openBare } from './bare.mjs';
import { openServed, readPart } from './served.mjs';

const { folder, quick } = readPart();
const rounds = quick ? 5 : 15;
const WARM_UP_BATCHES = 100;

const { server, library, manifest, requests } = await openServed(folder);
const model = server.modelFor(manifest.definition);
const bareOf = await openBare(folder, manifest);

// Code is compiled by calls, and a batch is few of them.
for (let i = 0; i < WARM_UP_BATCHES; i += 1) await model.forecast(requests(64));

const rowsPerSecond = async (rows, work) => {
  const start = performance.now();
  await work();
  return (1000 * rows) / (performance.now() - start);
};

const figures = [];
for (const rows of [64, 1_024, 4_096]) {
  const asked = requests(rows);
  const bare = bareOf(rows);
  const loaded = await library.load(manifest.modelVersion);
  const { session } = loaded.value;
  const inputs = Float32Array.from(
    { length: rows * manifest.inputs.length },
    (_, i) => manifest.inputs[i % manifest.inputs.length].imputeWith,
  );
  const quantiles = new Float32Array(rows * manifest.labels.length * manifest.probabilities.length);
  const works = { bare, session: () => session.run(inputs, quantiles, rows), forecast: () => model.forecast(asked) };
  const speeds = { bare: [], session: [], forecast: [] };
  for (let round = -2; round < rounds; round += 1) {
    for (const [name, work] of Object.entries(works)) {
      const speed = await rowsPerSecond(rows, work);
      if (round >= 0) speeds[name].push(speed);
    }
  }
  await session.release();
  for (const [name, values] of Object.entries(speeds))
    figures.push(figure(`impact.batch${rows}.${name}`, 'rows/s', values, { better: 'higher' }));
}
console.log(JSON.stringify(figures));
await server.close();
await library.close();
