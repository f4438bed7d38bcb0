import { type ImpactInput, type ImpactSituation } from './definition.js';
import { feature, lnRatio, type Reading } from './market-feature.js';
import { volatility300, volatility60, volatility1800, volatilityOfDay } from './volatility.js';

/** v sqrt(T + h): how far the mid diffuses from arrival until h after the end. */
const risk = (name: string, volatilityName: string, volatility: Reading, afterSeconds: number): ImpactInput => ({
  name,
  group: 'risk',
  unit: 'bps',
  formula: `${volatilityName} sqrt(T + ${afterSeconds} s) (reference 10, qr4)`,
  inQuantity: 'NONE',
  read: (situation) => volatility(situation) * Math.sqrt(situation.horizonSeconds + afterSeconds),
});

const ratio = (name: string, formula: string, read: (situation: ImpactSituation) => number): ImpactInput => ({
  name,
  group: 'risk',
  unit: 'log',
  formula,
  inQuantity: 'NONE',
  read,
});

const twoScale300 = feature('volatilityTwoScale300sBpsPerSqrtSecond');
const spread = feature('spreadBps');

export const RISK_INPUTS: readonly ImpactInput[] = [
  risk('risk60Bps', 'v60', volatility60, 0),
  risk('risk300Bps', 'v300', volatility300, 0),
  risk('risk300After60Bps', 'v300', volatility300, 60),
  risk('risk300After300Bps', 'v300', volatility300, 300),
  risk('risk300After900Bps', 'v300', volatility300, 900),
  risk('risk1800Bps', 'v1800', volatility1800, 0),
  risk('risk1800After60Bps', 'v1800', volatility1800, 60),
  risk('risk1800After300Bps', 'v1800', volatility1800, 300),
  risk('risk1800After900Bps', 'v1800', volatility1800, 900),
  risk('riskOfDayBps', 'sig', volatilityOfDay, 0),
  ratio('lnVolatility60To300', 'ln(v60 / v300)', (s) => lnRatio(volatility60(s), volatility300(s))),
  ratio('lnVolatility300To1800', 'ln(v300 / v1800)', (s) => lnRatio(volatility300(s), volatility1800(s))),
  ratio('lnVolatility1800ToDay', 'ln(v1800 / sig), sig per sqrt(s) of trading time', (s) =>
    lnRatio(volatility1800(s), volatilityOfDay(s)),
  ),
  ratio('lnNoiseFree300', 'ln of (two-scale volatility of 300 s + .03 bps per sqrt(s)) / v300', (s) =>
    lnRatio(twoScale300(s) + 0.03, volatility300(s)),
  ),
  ratio('lnSpreadToRisk300', 'ln(half the spread / (v300 sqrt(T)))', (s) =>
    lnRatio(spread(s) / 2, volatility300(s) * Math.sqrt(s.horizonSeconds)),
  ),
];
