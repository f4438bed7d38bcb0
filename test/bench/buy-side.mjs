import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { bench as evaluateQuotes } from './evaluate-quotes.mjs';

export const title =
  'The buy side: ten quotes scored beside one bare ONNX Runtime call, evaluateQuotes beside bare Fastify; ratios within a round';

const inBench = (file) => fileURLToPath(new URL(file, import.meta.url));

export const bench = async ({ quick, progress }) => {
  progress('scoring');
  const args = [inBench('./buy-side/scoring.mjs'), inBench('../../models'), ...(quick ? ['--quick'] : [])];
  const scoring = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 2] }));
  return [...scoring, ...(await evaluateQuotes({ quick, progress }))];
};
