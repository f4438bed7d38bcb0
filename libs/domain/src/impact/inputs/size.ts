import { BPS } from '#domain/core';
import { type ImpactInput } from './definition.js';
import { feature, lnRatio } from './market-feature.js';
import { volatility300, volumeRate } from './volatility.js';

const bidDepth = feature('bidDepthBestUnits');
const askDepth = feature('askDepthBestUnits');
const spread = feature('spreadBps');

export const SIZE_INPUTS: readonly ImpactInput[] = [
  {
    name: 'lnAdvFraction',
    group: 'size',
    unit: 'log',
    formula: 'ln(Q / V)',
    inQuantity: 'UP',
    read: ({ quantityUnits, averageDailyVolume }) => lnRatio(quantityUnits, averageDailyVolume),
  },
  {
    name: 'lnHorizonSeconds',
    group: 'size',
    unit: 'log s',
    formula: 'ln T',
    inQuantity: 'NONE',
    read: ({ horizonSeconds }) => Math.log(horizonSeconds),
  },
  {
    name: 'sqrtImpactBps',
    group: 'size',
    unit: 'bps',
    formula: '1e4 sig sqrt(Q / V): the square-root law with a prefactor of 1 (reference 1)',
    inQuantity: 'UP',
    read: ({ quantityUnits, averageDailyVolume, dailyVolatility }) =>
      BPS * dailyVolatility * Math.sqrt(quantityUnits / averageDailyVolume),
  },
  {
    name: 'sqrtImpactNowBps',
    group: 'size',
    unit: 'bps',
    formula:
      'v300 sqrt(Q / volume per second of the last 300 s, at least a twentieth of the mean over a day): the same law with the volatility and volume of now',
    inQuantity: 'UP',
    read: (situation) => volatility300(situation) * Math.sqrt(situation.quantityUnits / volumeRate(situation)),
  },
  {
    name: 'sqrtDepthImpactBps',
    group: 'size',
    unit: 'bps',
    formula: 'half the spread sqrt(2 Q / (qb + qa)), qb and qa the sizes at the best bid and ask',
    inQuantity: 'UP',
    read: (situation) =>
      (spread(situation) / 2) * Math.sqrt((2 * situation.quantityUnits) / (bidDepth(situation) + askDepth(situation))),
  },
];
