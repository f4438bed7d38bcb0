import { join } from 'node:path';
import { seededRng } from '#domain/core';
import { writeZip } from './zip.js';

const OPEN_MS = 34_200_000;
const NOON_MS = 43_200_000;
/** An hour into the afternoon. */
const LAST_MS = 46_800_000;

/**
 * Writes the LEAN day 2013-10-07 of CCC with a quote every two seconds and a trade half a second later: always the same morning,
 * and from `untilMs` (noon) on another afternoon for each `afternoon`.
 */
export const writeMorningAndAfternoon = (options: {
  readonly dir: string;
  readonly afternoon: number;
  readonly untilMs?: number;
}): void => {
  const { dir, afternoon, untilMs = NOON_MS } = options;
  const [morningRng, afternoonRng] = [seededRng(11), seededRng(100 + afternoon)];
  const [quotes, trades]: [string[], string[]] = [[], []];
  let bid = 140_000;
  for (let ms = OPEN_MS; ms < LAST_MS; ms += 2000) {
    const rng = ms < untilMs ? morningRng : afternoonRng;
    bid += (rng.below(3) - 1) * 100;
    quotes.push(
      `${ms},${bid},${100 + rng.below(900)},0,0,N,1,0`,
      `${ms},0,0,${bid + 100},${100 + rng.below(900)},N,1,0`,
    );
    const side = rng.uniform() < 0.5 ? bid : bid + 100;
    trades.push(`${ms + 500},${side},${100 * (1 + rng.below(9))},${rng.uniform() < 0.2 ? 'D' : 'N'},20000020,0`);
  }
  writeZip(join(dir, 'ccc_20131007_quote.zip'), { '20131007_ccc_Quote_Tick.csv': quotes.join('\n') });
  writeZip(join(dir, 'ccc_20131007_trade.zip'), { '20131007_ccc_Trade_Tick.csv': trades.join('\n') });
};
