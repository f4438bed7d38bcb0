import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { additiveQuantiles, parseAdditiveModel } from '#domain/impact';
import { figure } from '../figures.mjs';
import { quantile } from '../statistics.mjs';
import { openBare } from './bare.mjs';
import { openServed, readPart } from './served.mjs';

const WARM_UP_CALLS = 3_000;
const GOAL_P99 = 4;
const GOAL_COMPILED = 0.6;

const { folder, quick } = readPart();
const rounds = quick ? 7 : 21;
const callsPerRound = quick ? 1_000 : 3_000;

const { server, library, manifest, requests } = await openServed(folder);
const model = server.modelFor(manifest.definition);
const bare = (await openBare(folder, manifest))(1);
const asked = requests(64).map((request) => [request]);

const forecast = async (i) => {
  const answer = await model.forecast(asked[i % asked.length]);
  if (!answer.ok) throw new Error(answer.error.message);
};

/** Undefined where the model has no additive form. */
const compiledRow = async () => {
  if (manifest.compiled === undefined) return undefined;
  const text = await readFile(path.join(folder, manifest.name, manifest.version, manifest.compiled.file), 'utf8');
  const { value } = parseAdditiveModel(text, manifest);
  const golden = JSON.parse(
    await readFile(path.join(folder, manifest.name, manifest.version, manifest.golden.file), 'utf8'),
  );
  const rows = golden.vectors.map(({ inputs }) => Float32Array.from(inputs));
  const outputs = new Float64Array(value.outputs);
  return (i) => {
    additiveQuantiles(value, rows[i % rows.length], outputs, 1);
  };
};

const timesUs = (works, count) => {
  const names = Object.keys(works);
  const times = Object.fromEntries(names.map((name) => [name, new Float64Array(count)]));
  return { names, times };
};

/** Calls in turn, one of each: what disturbs the machine disturbs all of them alike. */
const interleavedCalls = async (works, count) => {
  const { names, times } = timesUs(works, count);
  for (let i = 0; i < count; i += 1) {
    for (const name of names) {
      const start = process.hrtime.bigint();
      await works[name](i);
      times[name][i] = Number(process.hrtime.bigint() - start) / 1000;
    }
  }
  return times;
};

const compiled = await compiledRow();
const works = { bare, forecast, ...(compiled !== undefined && { compiled }) };
await interleavedCalls(works, WARM_UP_CALLS);
const measured = [];
for (let round = 0; round < rounds; round += 1) measured.push(await interleavedCalls(works, callsPerRound));

const ofRounds = (name, probability) => measured.map((times) => quantile(times[name], probability));
const ratioOf = (name, probability) =>
  measured.map((times) => quantile(times[name], probability) / quantile(times.bare, probability));
const figures = [
  figure('impact.forecast.p99Ratio', 'ratio', ratioOf('forecast', 0.99), { goal: GOAL_P99, better: 'lower' }),
  figure('impact.forecast.p50Ratio', 'ratio', ratioOf('forecast', 0.5), { better: 'lower' }),
  ...(compiled === undefined
    ? []
    : [
        figure('impact.compiled.p50Ratio', 'ratio', ratioOf('compiled', 0.5), { goal: GOAL_COMPILED, better: 'lower' }),
      ]),
  ...Object.keys(works).flatMap((name) => [
    figure(`impact.${name}.p50Us`, 'us', ofRounds(name, 0.5), { better: 'lower' }),
    figure(`impact.${name}.p99Us`, 'us', ofRounds(name, 0.99), { better: 'lower' }),
  ]),
];
console.log(JSON.stringify(figures));
await server.close();
await library.close();
