import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { figure } from '../figures.mjs';
import { readPart, tellFigures } from './part.mjs';
import { openSession, realRecordings } from './recordings.mjs';

const GOAL_MIB = 1024;
const REAL = ['lean/bac_20131007_trade.zip', 'lean/bac_20131007_quote.zip', 'lean/bac_daily.zip'];
const PEAK_RSS = new URL('./peak-rss.mjs', import.meta.url).href;
const REPLAY = fileURLToPath(new URL('../../../dist/apps/replay/src/main.js', import.meta.url));

const { folder, quick } = readPart();

/** Exports as a person would; how long it took and the most memory that it held. */
const exportDay = async (paths) => {
  const sessions = paths.flatMap((path) => ['--session', path]);
  const args = [
    '--import',
    PEAK_RSS,
    REPLAY,
    'export-training-set',
    ...sessions,
    '--out',
    join(folder, 'set'),
    '--json',
  ];
  const start = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore', 'pipe'] });
  const [output, peakRss, code] = await Promise.all([
    textOf(child.stdout),
    textOf(child.stdio[3]),
    new Promise((resolve) => child.once('close', resolve)),
  ]);
  if (code !== 0) throw new Error(`the export ended with ${code}`);
  const { trainingSet } = JSON.parse(output.trim().split('\n').at(-1));
  return { ms: performance.now() - start, peakRssMiB: Number(peakRss) / 1024, rows: trainingSet.rows };
};

const textOf = async (stream) => {
  let text = '';
  for await (const chunk of stream.setEncoding('utf8')) text += chunk;
  return text;
};

const eventsOf = async (paths) => {
  let events = 0;
  for await (const batch of (await openSession(paths)).events()) events += batch.length;
  return events;
};

const measure = async (name, paths) => {
  const events = await eventsOf(paths);
  const rounds = [];
  for (let round = 0; round < (quick ? 1 : 5); round += 1) rounds.push(await exportDay(paths));
  const ofRounds = (what, unit, of, rest) => figure(`leanExport.${name}.${what}`, unit, rounds.map(of), rest);
  return [
    ofRounds('peakRssMiB', 'MiB', ({ peakRssMiB }) => peakRssMiB, { goal: GOAL_MIB, better: 'lower' }),
    ofRounds('seconds', 's', ({ ms }) => ms / 1000, { better: 'lower' }),
    ofRounds('eventsPerSecond', 'k/s', ({ ms }) => events / ms, { better: 'higher' }),
    ofRounds('rowsPerSecond', '1/s', ({ ms, rows }) => (rows * 1000) / ms, { better: 'higher' }),
  ];
};

const real = realRecordings(...REAL);
tellFigures(real === undefined ? await measure('written', [join(folder, 'lean')]) : await measure('bac', real));
