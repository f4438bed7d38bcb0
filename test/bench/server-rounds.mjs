import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createClient } from './client.mjs';
import { jitter, quantile } from './statistics.mjs';

const SERVER = fileURLToPath(new URL('./server.mjs', import.meta.url));
const WARM_UP_REQUESTS = 3_000;
/** A round in which more than this share of equal work was interrupted is void. */
const JITTER_MAX = 0.05;

/** A server of `server.mjs` as a process of its own, with a client of one connection. */
export const startServer = async (kind, env) => {
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

/**
 * Every round measures each server in turn, in an order that rotates; noisy rounds are void and repeated. Of each round, by kind of
 * server: p50 and p99 of the wall time of a request, its processor time, resident memory.
 */
export const measuredRounds = async (servers, { rounds, requestsPerRound, bodies, progress }) => {
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
  return kept;
};
