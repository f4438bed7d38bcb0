import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { quoteLadder, quoteTwoSided } from '#domain/quoting';
import { figure } from '../figures.mjs';
import { openBare } from '../impact/bare.mjs';
import { readPart } from '../impact/served.mjs';
import { quantile } from '../statistics.mjs';
import { LADDER, situation, valueOf } from './market.mjs';

const WARM_UP_CALLS = 3_000;
/** "p99 <= 10x one bare ONNX Runtime call" of the issue; the two together. */
const GOAL_P99 = 10;

const { folder, quick } = readPart();
const rounds = quick ? 7 : 21;
const callsPerRound = quick ? 500 : 2_000;

const [name, version] = ['metaorder', '1.0.0'];
const manifest = JSON.parse(await readFile(path.join(folder, name, version, 'manifest.json'), 'utf8'));
const bare = (await openBare(folder, manifest))(1);
const quote = (i) => valueOf(quoteTwoSided(situation(i), 1));
const ladder = (i) => valueOf(quoteLadder(situation(i), LADDER));
const works = { bare, quote, ladder };
const names = Object.keys(works);

/** Calls in turn, one of each: what disturbs the machine disturbs all of them alike. */
const interleavedCalls = async (count) => {
  const times = Object.fromEntries(names.map((one) => [one, new Float64Array(count)]));
  for (let i = 0; i < count; i += 1) {
    for (const one of names) {
      const start = process.hrtime.bigint();
      const answer = works[one](i);
      if (one === 'bare') await answer;
      times[one][i] = Number(process.hrtime.bigint() - start) / 1000;
    }
  }
  return { ...times, both: times.quote.map((us, i) => us + times.ladder[i]) };
};

await interleavedCalls(WARM_UP_CALLS);
const measured = [];
for (let round = 0; round < rounds; round += 1) measured.push(await interleavedCalls(callsPerRound));

const ratioOf = (one, probability) =>
  measured.map((times) => quantile(times[one], probability) / quantile(times.bare, probability));
const usOf = (one, probability) => measured.map((times) => quantile(times[one], probability));
const figures = [
  figure('quoting.quoteAndLadder.p99Ratio', 'ratio', ratioOf('both', 0.99), { goal: GOAL_P99, better: 'lower' }),
  figure('quoting.quoteAndLadder.p50Ratio', 'ratio', ratioOf('both', 0.5), { better: 'lower' }),
  ...[...names, 'both'].flatMap((one) => [
    figure(`quoting.${one}.p50Us`, 'us', usOf(one, 0.5), { better: 'lower' }),
    figure(`quoting.${one}.p99Us`, 'us', usOf(one, 0.99), { better: 'lower' }),
  ]),
];
console.log(JSON.stringify(figures));
process.exit(0);
