import { type ImpactInput } from './definition.js';
import { feature } from './market-feature.js';

const spreadNow = feature('spreadBps');
const spreadMean300 = feature('spreadMean300sBps');

const spreadInput = (name: string, unit: string, formula: string, read: ImpactInput['read']): ImpactInput => ({
  name,
  group: 'spread',
  unit,
  formula,
  inQuantity: 'NONE',
  read,
});

export const SPREAD_INPUTS: readonly ImpactInput[] = [
  spreadInput('halfSpreadBps', 'bps', 'spreadBps / 2', (s) => spreadNow(s) / 2),
  spreadInput('halfSpreadMean300Bps', 'bps', 'spreadMean300sBps / 2', (s) => spreadMean300(s) / 2),
  spreadInput('spreadTicks', 'ticks', 'spreadTicks', feature('spreadTicks')),
  spreadInput('tickBps', 'bps', 'tickBps', feature('tickBps')),
];
