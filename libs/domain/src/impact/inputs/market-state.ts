import { type ImpactInput, type ImpactInputGroup } from './definition.js';
import { feature, joined, lnRatio, taken, type Reading } from './market-feature.js';

const input = (group: ImpactInputGroup, name: string, unit: string, formula: string, read: Reading): ImpactInput => ({
  name,
  group,
  unit,
  formula,
  inQuantity: 'NONE',
  read,
});

const same = (group: ImpactInputGroup, name: string, unit: string): ImpactInput =>
  input(group, name, unit, name, feature(name));

/** ln(1 + x): a count or a time that may be zero. */
const ln1p = (group: ImpactInputGroup, name: string, featureName: string): ImpactInput => {
  const read = feature(featureName);
  return input(group, name, 'log', `ln(1 + ${featureName})`, (s) => Math.log1p(read(s)));
};

export const TOXICITY_INPUTS: readonly ImpactInput[] = [
  same('toxicity', 'kyleLambdaBpsPerAdvPercent', 'bps per 1 % of ADV'),
  same('toxicity', 'vpin', 'fraction'),
  same('toxicity', 'markout1sBps', 'bps'),
  same('toxicity', 'markout5sBps', 'bps'),
  same('toxicity', 'markout30sBps', 'bps'),
  same('toxicity', 'tradeThroughShare60s', 'fraction'),
  same('toxicity', 'tradeThroughShare300s', 'fraction'),
];

const tradeRate10 = feature('tradeRate10sPerSecond');
const tradeRate300 = feature('tradeRate300sPerSecond');
const relativeVolume300 = feature('relativeVolume300s');
const relativeVolumeSession = feature('relativeVolumeSession');

export const ACTIVITY_INPUTS: readonly ImpactInput[] = [
  ln1p('activity', 'lnTradeRate300', 'tradeRate300sPerSecond'),
  input('activity', 'lnTradeRate10To300', 'log', 'ln((trade rate of 10 s + .01) / (that of 300 s + .01))', (s) =>
    lnRatio(tradeRate10(s) + 0.01, tradeRate300(s) + 0.01),
  ),
  input('activity', 'lnRelativeVolume300', 'log', 'ln(relativeVolume300s + .05)', (s) =>
    lnRatio(relativeVolume300(s) + 0.05, 1),
  ),
  input('activity', 'lnRelativeVolumeSession', 'log', 'ln(relativeVolumeSession + .05)', (s) =>
    lnRatio(relativeVolumeSession(s) + 0.05, 1),
  ),
  ln1p('activity', 'lnQuoteRevisions10', 'quoteRevisions10sPerSecond'),
  ln1p('activity', 'lnQuoteRevisions60', 'quoteRevisions60sPerSecond'),
  ln1p('activity', 'lnLastLargeTradeSeconds', 'lastLargeTradeSeconds'),
  same('activity', 'offExchangeFraction300s', 'fraction'),
  same('activity', 'offExchangeFractionSession', 'fraction'),
];

const takenDepth = taken('askDepthBestUnits', 'bidDepthBestUnits');
const joinedDepth = joined('askDepthBestUnits', 'bidDepthBestUnits');
const takenRefill = taken('askRefillMean300sSeconds', 'bidRefillMean300sSeconds');
const joinedRefill = joined('askRefillMean300sSeconds', 'bidRefillMean300sSeconds');

export const DEPTH_INPUTS: readonly ImpactInput[] = [
  input('depth', 'lnTakenDepthAdvFraction', 'log', 'ln(size at the best price of the side taken from / V)', (s) =>
    lnRatio(takenDepth(s), s.averageDailyVolume),
  ),
  input('depth', 'lnJoinedDepthAdvFraction', 'log', 'ln(size at the best price of the own side / V)', (s) =>
    lnRatio(joinedDepth(s), s.averageDailyVolume),
  ),
  input('depth', 'lnTakenRefillSeconds', 'log', 'ln(1 + refill time of the side taken from)', (s) =>
    Math.log1p(takenRefill(s)),
  ),
  input('depth', 'lnJoinedRefillSeconds', 'log', 'ln(1 + refill time of the own side)', (s) =>
    Math.log1p(joinedRefill(s)),
  ),
  same('depth', 'bestDepthVolatility60s', 'log units per sqrt(s)'),
  same('depth', 'bestDepthVolatility300s', 'log units per sqrt(s)'),
];

const sinceOpen = feature('sinceOpenSeconds');
const toClose = feature('toCloseSeconds');

export const TIME_INPUTS: readonly ImpactInput[] = [
  input(
    'time',
    'sessionFraction',
    'fraction',
    'time since the open / (that + time to the close)',
    (s) => sinceOpen(s) / (sinceOpen(s) + toClose(s)),
  ),
  input('time', 'lnSinceOpenSeconds', 'log', 'ln(1 + time since the open)', (s) => Math.log1p(sinceOpen(s))),
  input('time', 'lnToCloseSeconds', 'log', 'ln(1 + time to the close)', (s) => Math.log1p(toClose(s))),
];

export const PEER_INPUTS: readonly ImpactInput[] = [
  same('peer', 'peerCorrelation600s', 'correlation'),
  same('peer', 'peerBeta600s', 'ratio'),
  same('peer', 'peerLead600s', 'difference of correlations'),
];
