import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { withDatabase } from './bench-database.mjs';
import { createClient } from './client.mjs';
import { figure } from './figures.mjs';
import { body } from './market.mjs';
import { jitter, quantile } from './statistics.mjs';

const SERVER = fileURLToPath(new URL('./server.mjs', import.meta.url));
const WARM_UP_REQUESTS = 3_000;
/** A round in which more than this share of equal work was interrupted is void. */
const JITTER_MAX = 0.05;

const start = async (kind, env) => {
  const child = fork(SERVER, [kind], { env: { ...process.env, NODE_ENV: 'production', ...env } });
  const ended = new Promise((_, reject) => {
    child.once('exit', (code) => {
      reject(new Error(`the ${kind} server ended with ${code}`));
    });
  });
  ended.catch(() => undefined); // told to whoever waits for a message
  const message = () => Promise.race([new Promise((resolve) => child.once('message', resolve)), ended]);
  const { port } = await message();
  const usage = () => {
    const answer = message();
    child.send('usage');
    return answer;
  };
  return { kind, port, usage, client: createClient(port), stop: () => child.disconnect() };
};

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
  const api = await start('api', {});
  const sample = await api.client.post(body('bench-sample'));
  const bare = await start('bare', { BENCH_PAYLOAD: sample.text });
  const durable = await start('durable', { BENCH_DATABASE_URL: databaseUrl });
  const servers = [bare, api, durable];
  try {
    for (const { kind, client } of servers) {
      progress(`warming up: ${kind}`);
      await client.time(bodies(kind === 'durable' ? WARM_UP_REQUESTS / 5 : WARM_UP_REQUESTS));
    }
    const kept = [];
    let voided = 0;
    for (let round = 0; kept.length < rounds && voided < rounds; round += 1) {
      progress(`round ${kept.length + 1} of ${rounds}${voided > 0 ? ` (${voided} void)` : ''}`);
      const measured = {};
      let noisy = jitter() > JITTER_MAX;
      for (let turn = 0; turn < servers.length; turn += 1) {
        const server = servers[(round + turn) % servers.length];
        const requests = bodies(requestsPerRound);
        const before = await server.usage();
        const latenciesMs = await server.client.time(requests);
        const after = await server.usage();
        measured[server.kind] = {
          p50Ms: quantile(latenciesMs, 0.5),
          p99Ms: quantile(latenciesMs, 0.99),
          cpuUs: (after.cpuUs - before.cpuUs) / requestsPerRound,
          rssMiB: after.rssMiB,
        };
      }
      noisy ||= jitter() > JITTER_MAX;
      if (noisy) voided += 1;
      else kept.push(measured);
    }
    if (kept.length < rounds)
      throw new Error(`the machine is too noisy: ${voided} of ${voided + kept.length} rounds were void`);
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
