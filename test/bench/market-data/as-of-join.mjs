import { benchAsOfJoin } from '../as-of-join.mjs';
import { readPart, tellFigures } from './part.mjs';

const { quick } = readPart();
const size = quick
  ? { rounds: 3, events: 500_000, decisions: 20_000 }
  : { rounds: 7, events: 5_000_000, decisions: 200_000 };
const progress = (text) => process.stderr.write(`    ${text}\n`);
tellFigures(await benchAsOfJoin({ ...size, progress }));
