import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { withDatabase } from './bench-database.mjs';
import { figure } from './figures.mjs';
import { generateBody } from './market.mjs';
import { killSwitchFigures } from './sell-side/kill-switch.mjs';
import { measuredRounds, startServer } from './server-rounds.mjs';

export const title =
  'The sell side: a quote and a ladder beside one bare ONNX Runtime call, re-pricing beside its arithmetic, a thousand streams on one tick, ten thousand quotes taken back, generateQuote beside bare Fastify';

const inBench = (file) => fileURLToPath(new URL(file, import.meta.url));
const MODELS = inBench('../../models');

export const bench = async ({ quick, progress }) => {
  const figures = [];
  for (const part of ['ladder', 'reprice', 'stream']) {
    progress(part);
    const args = [inBench(`./sell-side/${part}.mjs`), MODELS, ...(quick ? ['--quick'] : [])];
    figures.push(
      ...JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 2] })),
    );
  }
  progress('kill switch');
  figures.push(...(await withDatabase((databaseUrl) => killSwitchFigures({ quick, databaseUrl }))));
  const size = quick ? { rounds: 7, requestsPerRound: 400 } : { rounds: 25, requestsPerRound: 1_000 };
  return [...figures, ...(await generateQuoteFigures({ ...size, progress }))];
};

let sent = 0;
const bodies = (count) => Array.from({ length: count }, () => generateBody(`bench-${process.pid}-${(sent += 1)}`));

/** `generateQuote`, one request at a time, against bare Fastify that parses the same body, makes the same forecast call and serialises the same payload. */
const generateQuoteFigures = async ({ rounds, requestsPerRound, progress }) => {
  const api = await startServer('api', {});
  const sample = await api.client.post(generateBody('bench-sample'));
  if (JSON.parse(sample.text).data?.generateQuote?.__typename !== 'DealerQuote') throw new Error(sample.text);
  const bare = await startServer('bareQuote', { BENCH_PAYLOAD: sample.text });
  const servers = [bare, api];
  try {
    const kept = await measuredRounds(servers, { rounds, requestsPerRound, bodies, progress });
    const ofRounds = (name, unit, of, goal, better = 'lower') =>
      figure(`generateQuote.${name}`, unit, kept.map(of), { goal, better });
    const ratio = (name, key, goal) => ofRounds(name, 'ratio', (round) => round.api[key] / round.bareQuote[key], goal);
    return [
      ratio('p50', 'p50Ms', 2.5),
      ratio('cpu', 'cpuUs', 3.5),
      ...servers.flatMap(({ kind }) => [
        ofRounds(`${kind}.perCoreSecond`, 'quotes/s', (round) => 1e6 / round[kind].cpuUs, null, 'higher'),
        ofRounds(`${kind}.p50Ms`, 'ms', (round) => round[kind].p50Ms, null),
        ofRounds(`${kind}.p99Ms`, 'ms', (round) => round[kind].p99Ms, null),
      ]),
    ];
  } finally {
    for (const { client, stop } of servers) {
      client.close();
      stop();
    }
  }
};
