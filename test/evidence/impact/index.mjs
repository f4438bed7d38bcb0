import { coverageOf90 } from './coverage.mjs';
import { cryptoOrders } from './crypto.mjs';
import { exceedanceOfSlippage } from './exceedance.mjs';
import { plantedMarket } from './planted.mjs';
import { slippageBySize } from './size-curve.mjs';
import { skillOfKnown, skillOfUnseen } from './skill.mjs';
import { ablation, placebo, sideAsymmetry, sizeLaw } from './studies.mjs';

export const title = 'The impact forecast';

export const introduction =
  'How the forecasts of the cost of an order compare with what happened, on a day and on instruments that the models have not ' +
  'seen, and what such a comparison does not show. Orders are cut out of the public tape of AIG and BAC, 2013-10-07 to 10 ' +
  '(reference: synthetic metaorders, M, and windows of net flow, W); none of them is an order that a desk sent. Models of the ' +
  'folds are committed in `test/evidence/impact/folds` and served here by the same code that serves any model; `python -m ' +
  'footprint_trainer.fold` makes them anew. A forecast is asked for as `replay forecast` asks, at the arrival, from what was ' +
  'known before. Intervals are 95 % percentiles over resampled blocks of five minutes, both instruments together. Seeds are ' +
  'fixed: the same recordings give the same figures. Goals beside skill are what an independent study of the same tape reached ' +
  'on other days, with one more day to train on: a guide. One test day has 77 blocks: a lead of a point is not measurable on ' +
  'it.';

/** Each states the recordings it needs; `withoutRecordings` is what can be said on the synthetic market instead. */
export const parts = [
  skillOfKnown,
  skillOfUnseen,
  coverageOf90,
  exceedanceOfSlippage,
  slippageBySize,
  sizeLaw,
  sideAsymmetry,
  placebo,
  ablation,
  plantedMarket,
  cryptoOrders,
];
