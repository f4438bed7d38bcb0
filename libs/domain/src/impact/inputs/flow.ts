import { type ImpactInput } from './definition.js';
import { feature, oriented, type Reading } from './market-feature.js';
import { volatility300, volumeRate } from './volatility.js';

const flowInput = (name: string, unit: string, formula: string, read: Reading): ImpactInput => ({
  name,
  group: 'flow',
  unit,
  formula: `${formula}; positive in the order's own direction`,
  inQuantity: 'NONE',
  read,
});

const same = (name: string, unit: string): ImpactInput => flowInput(name, unit, name, oriented(name));

/** What the square-root law says that the net flow of a window has moved: it fades, or goes on. */
const pressure = (name: string, flowName: string): ImpactInput => {
  const flow = oriented(flowName);
  return flowInput(
    name,
    'bps',
    `sign(F) v300 sqrt(|F| / volume per second of the last 300 s, at least a twentieth of the mean over a day), F ${flowName}`,
    (situation) => {
      const signed = flow(situation);
      return Math.sign(signed) * volatility300(situation) * Math.sqrt(Math.abs(signed) / volumeRate(situation));
    },
  );
};

const spread = feature('spreadBps');
const halfSpread: Reading = (situation) => spread(situation) / 2;
const edge = oriented('weightedMidEdgeBps');

export const FLOW_INPUTS: readonly ImpactInput[] = [
  same('imbalanceBest', 'fraction'),
  same('imbalance5Levels', 'fraction'),
  same('weightedMidEdgeBps', 'bps'),
  same('micropriceEdgeBps', 'bps'),
  flowInput(
    'weightedMidEdgeOfHalfSpread',
    'ratio',
    'weightedMidEdgeBps / half the spread',
    (situation) => edge(situation) / halfSpread(situation),
  ),
  same('ofiBestPerDepth1s', 'multiples of the mean depth'),
  same('ofiBestPerDepth10s', 'multiples of the mean depth'),
  same('ofiBestPerDepth60s', 'multiples of the mean depth'),
  same('ofiBestPerDepth300s', 'multiples of the mean depth'),
  same('ofi5LevelsPerDepth10s', 'multiples of the mean depth of a level'),
  same('ofi5LevelsPerDepth60s', 'multiples of the mean depth of a level'),
  same('signedFlowFraction10s', 'fraction'),
  same('signedFlowFraction60s', 'fraction'),
  same('signedFlowFraction300s', 'fraction'),
  same('signedFlowFraction1800s', 'fraction'),
  pressure('flowPressure10Bps', 'signedFlow10sUnits'),
  pressure('flowPressure60Bps', 'signedFlow60sUnits'),
  pressure('flowPressure300Bps', 'signedFlow300sUnits'),
];
