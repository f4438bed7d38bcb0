import { BPS } from '#domain/core';
import { type ImpactInput } from './definition.js';
import { feature, lnRatio, oriented } from './market-feature.js';

/** A return in the order's own direction, in units of the daily volatility over sqrt(days). */
const standardised = (name: string, featureName: string, days: number): ImpactInput => {
  const read = oriented(featureName);
  return {
    name,
    group: 'daily',
    unit: 'standard deviations',
    formula: `${featureName} / (1e4 sig sqrt(${days})); positive in the order's own direction`,
    inQuantity: 'NONE',
    read: (situation) => read(situation) / (BPS * situation.dailyVolatility * Math.sqrt(days)),
  };
};

const closeToClose = feature('dailyVolatilityCloseToClose20d');
const parkinson = feature('dailyVolatilityParkinson20d');

export const DAILY_INPUTS: readonly ImpactInput[] = [
  standardised('dailyReturn1d', 'dailyReturn1dBps', 1),
  standardised('dailyReturn5d', 'dailyReturn5dBps', 5),
  standardised('dailyReturn20d', 'dailyReturn20dBps', 20),
  standardised('openGap', 'openGapBps', 1),
  {
    name: 'lnCloseToCloseToParkinson',
    group: 'daily',
    unit: 'log',
    formula: 'ln(dailyVolatilityCloseToClose20d / dailyVolatilityParkinson20d)',
    inQuantity: 'NONE',
    read: (situation) => lnRatio(closeToClose(situation), parkinson(situation)),
  },
];
