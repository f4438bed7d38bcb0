import { BOOK_FAMILIES } from './book/index.js';
import { clock } from './clock/clock.js';
import { peerCorrelation } from './cross-asset/peer-correlation.js';
import { dailyHistory } from './daily/daily-history.js';
import { featureSet } from './feature-set.js';
import { amihud } from './illiquidity/amihud.js';
import { kyleLambda } from './illiquidity/kyle-lambda.js';
import { vpin } from './illiquidity/vpin.js';
import { outsideSignals } from './signal/outside-signals.js';
import { contractTerms } from './terms/contract-terms.js';
import { TRADE_FAMILIES } from './trade/index.js';
import { realisedVolatility } from './volatility/realised-volatility.js';
import { volumeProfile } from './volume/volume-profile.js';

/** The features of version 1, in the order of the vector. A definition changes only by a new version. */
export const FEATURE_SET_V1 = featureSet('v1', [
  ...BOOK_FAMILIES,
  ...TRADE_FAMILIES,
  realisedVolatility,
  kyleLambda,
  amihud,
  vpin,
  volumeProfile,
  clock,
  outsideSignals,
  peerCorrelation,
  dailyHistory,
  contractTerms,
]);
