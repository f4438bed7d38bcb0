import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { figure } from '../figures.mjs';
import { readPart, tellFigures } from '../market-data/part.mjs';
import { ratios } from '../market-data/rounds.mjs';

/** Of the speed-up that the machine gives to bare loops at the same time. */
const GOAL_SHARE = 0.9;
/** Of the processor time that a seed takes alone. */
const GOAL_TIME = 1.1;
const WORKS = ['market', 'bare'];

const { quick } = readPart();
const PROCESSES = quick ? [1, 2] : [1, 2, 4];
const rounds = quick ? 3 : 15;
const sessionSeconds = quick ? 2_000 : 4_000;

const WORKER = fileURLToPath(new URL('seed-worker.mjs', import.meta.url));
/** Each in a session of its own, as workers are: Linux shares a busy processor between sessions, not between processes. */
const newWorker = () => fork(WORKER, [String(sessionSeconds)], { detached: true });
const workers = Array.from({ length: Math.max(...PROCESSES) }, newWorker);

const replyOf = (worker, request) =>
  new Promise((resolve, reject) => {
    const fail = (code) => {
      reject(new Error(`a worker ended with ${code}`));
    };
    worker.once('exit', fail);
    worker.once('message', (reply) => {
      worker.off('exit', fail);
      resolve(reply);
    });
    worker.send(request);
  });

const known = new Map();
const expectKnown = (name, result) => {
  const before = known.get(name) ?? result;
  if (result !== before) throw new Error(`${name} gave ${result}, and ${before} before`);
  known.set(name, result);
};

/** Every process does the same work with a seed of its own: pieces of work per second, and processor time of one. */
const measure = async (work, processes) => {
  const start = performance.now();
  const replies = await Promise.all(workers.slice(0, processes).map((worker, seed) => replyOf(worker, { work, seed })));
  const seconds = (performance.now() - start) / 1_000;
  for (const [seed, { result }] of replies.entries()) expectKnown(`${work} of seed ${seed}`, result);
  const processorMs = replies.reduce((sum, reply) => sum + reply.processorMs, 0) / processes;
  return { speed: processes / seconds, processorMs };
};

const measured = new Map(WORKS.flatMap((work) => PROCESSES.map((processes) => [`${work} ${processes}`, []])));
for (let round = -1; round < rounds; round += 1) {
  for (const processes of PROCESSES) {
    for (const work of WORKS) {
      const one = await measure(work, processes);
      if (round >= 0) measured.get(`${work} ${processes}`).push(one);
    }
  }
}
for (const worker of workers) worker.disconnect();

const against1 = (work, processes, what) => {
  const [many, one] = [processes, 1].map((count) => measured.get(`${work} ${count}`).map((round) => round[what]));
  return ratios(many, one);
};
tellFigures(
  PROCESSES.filter((processes) => processes > 1).flatMap((processes) => {
    const [market, bare] = WORKS.map((work) => against1(work, processes, 'speed'));
    const time = against1('market', processes, 'processorMs');
    return [
      figure(`seeds.${processes}.share`, 'ratio', ratios(market, bare), { goal: GOAL_SHARE, better: 'higher' }),
      figure(`seeds.${processes}.speedUp`, 'ratio', market, { better: 'higher' }),
      figure(`seeds.${processes}.bareSpeedUp`, 'ratio', bare, { better: 'higher' }),
      figure(`seeds.${processes}.processorTime`, 'ratio', time, { goal: GOAL_TIME, better: 'lower' }),
    ];
  }),
);
