import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { figure } from '../figures.mjs';
import { decodeLines, JsonLines, parseAlone, playLines } from './json-lines.mjs';
import { readPart, tellFigures } from './part.mjs';
import { openSession, realRecordings } from './recordings.mjs';
import { interleaved, ratios } from './rounds.mjs';

const GOAL = 0.5;
const WRITTEN = 'binance/futures_abcusdt_20240718.gz';
const REAL = 'binance/usdm_btcusdt_20240718.gz';
const NS_PER_SECOND = 1_000_000_000n;

const { folder, quick } = readPart();

const measure = async (name, path) => {
  const session = await openSession([path]);
  const lines = new JsonLines(gunzipSync(await readFile(path)));
  const texts = lines.texts();
  const context = {
    symbol: session.instrumentId.replace('-PERP', ''),
    originSeconds: Number(session.origin / NS_PER_SECOND),
  };
  const { parse, decode, play } = interleaved(
    {
      parse: () => parseAlone(texts),
      decode: () => decodeLines(lines, context, () => undefined),
      play: () => playLines(lines, context, session),
    },
    quick ? 5 : 21,
  );
  const perLine = (timesMs) => timesMs.map((ms) => (ms * 1e6) / texts.length);
  return [
    figure(`json.${name}.ratio`, 'ratio', ratios(parse, play), { goal: GOAL, better: 'higher' }),
    figure(
      `json.${name}.perSecond`,
      'k lines/s',
      play.map((ms) => texts.length / ms),
      { better: 'higher' },
    ),
    figure(`json.${name}.parseNs`, 'ns/line', perLine(parse), { better: 'lower' }),
    figure(`json.${name}.decodeNs`, 'ns/line', perLine(decode), { better: 'lower' }),
    figure(`json.${name}.ns`, 'ns/line', perLine(play), { better: 'lower' }),
  ];
};

const figures = await measure('written', join(folder, WRITTEN));
const real = realRecordings(REAL);
if (real !== undefined) figures.push(...(await measure('recorded', real[0])));
tellFigures(figures);
