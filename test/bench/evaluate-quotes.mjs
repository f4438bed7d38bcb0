import { withDatabase } from './bench-database.mjs';
import { figure } from './figures.mjs';
import { body } from './market.mjs';
import { measuredRounds, startServer } from './server-rounds.mjs';

export const title =
  'evaluateQuotes, 10 quotes, one request at a time; ratios within a round to bare Fastify; noisy rounds are void and repeated';

export const bench = ({ quick, progress }) => {
  const size = quick ? { rounds: 7, requestsPerRound: 400 } : { rounds: 25, requestsPerRound: 1_000 };
  return withDatabase((databaseUrl) => benchServers({ ...size, databaseUrl, progress }));
};

let sent = 0;
const bodies = (count) => Array.from({ length: count }, () => body(`bench-${process.pid}-${(sent += 1)}`));

/**
 * `evaluateQuotes` with ten quotes, one request at a time, against bare Fastify that parses the same body, makes the same
 * forecast call and serialises the same payload; and the same with the durable record by group commit. Every round
 * measures each server in turn, in an order that rotates; ratios are taken within a round.
 */
const benchServers = async ({ rounds, requestsPerRound, databaseUrl, progress }) => {
  const api = await startServer('api', {});
  const sample = await api.client.post(body('bench-sample'));
  const bare = await startServer('bare', { BENCH_PAYLOAD: sample.text });
  const durable = await startServer('durable', { BENCH_DATABASE_URL: databaseUrl });
  const servers = [bare, api, durable];
  try {
    const kept = await measuredRounds(servers, { rounds, requestsPerRound, bodies, progress });
    return figures(kept);
  } finally {
    for (const { client, stop } of servers) {
      client.close();
      stop();
    }
  }
};

const figures = (kept) => {
  const ofRounds = (name, unit, of, goal) =>
    figure(`evaluateQuotes.${name}`, unit, kept.map(of), { goal, better: 'lower' });
  const ratio = (name, kind, key, goal) => ofRounds(name, 'ratio', (round) => round[kind][key] / round.bare[key], goal);
  return [
    ratio('p50', 'api', 'p50Ms', 2.5),
    ratio('p99', 'api', 'p99Ms', null),
    ratio('cpu', 'api', 'cpuUs', 3.5),
    ratio('durable.p50', 'durable', 'p50Ms', null),
    ratio('durable.p99', 'durable', 'p99Ms', null),
    ratio('durable.cpu', 'durable', 'cpuUs', null),
    ...['bare', 'api', 'durable'].flatMap((kind) => [
      ofRounds(`${kind}.p50Ms`, 'ms', (round) => round[kind].p50Ms, null),
      ofRounds(`${kind}.p99Ms`, 'ms', (round) => round[kind].p99Ms, null),
      ofRounds(`${kind}.cpuUs`, 'us/request', (round) => round[kind].cpuUs, null),
      ofRounds(`${kind}.rssMiB`, 'MiB', (round) => round[kind].rssMiB, null),
    ]),
  ];
};
