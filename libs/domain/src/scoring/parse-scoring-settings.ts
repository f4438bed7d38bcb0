import { readStated, type Failure, type Result, type Stated } from '#domain/core';
import { type Assumed } from './dealer-history/index.js';
import { statedDealerPriors } from './parse-dealer-priors.js';
import { DEFAULT_SCORING_SETTINGS, type CounterpartyTerms, type ScoringSettings } from './scoring-settings.js';

export type InvalidScoringSettings = Failure<'INVALID_SCORING_SETTINGS'>;

/** Settings as somebody wrote them; what he leaves out is as in `DEFAULT_SCORING_SETTINGS`. Refuses what is unknown or out of range. */
export const parseScoringSettings = (stated: unknown): Result<ScoringSettings, InvalidScoringSettings> =>
  readStated('INVALID_SCORING_SETTINGS', 'scoring', stated, settings);

/** No cost of a trade is further from zero, in bps. */
const FARTHEST_BPS = 1_000;
const SD_LEAST_BPS = 0.01;

const settings = (stated: Stated): ScoringSettings => {
  const usual = DEFAULT_SCORING_SETTINGS;
  stated.knows([...Object.keys(usual), 'passCostBps', 'dealerPriors']);
  const others = stated.field('otherDealer', usual.otherDealer, terms(usual.otherDealer));
  return {
    feesBps: stated.field('feesBps', usual.feesBps, bps(-FARTHEST_BPS)),
    otherDealer: others,
    counterparties: stated.field('counterparties', usual.counterparties, (named) => named.each(terms(others))),
    informationBps: stated.field('informationBps', usual.informationBps, assumption(SD_LEAST_BPS)),
    leakageBps: stated.field('leakageBps', usual.leakageBps, bps(0)),
    ...(stated.has('dealerPriors') && {
      dealerPriors: stated.required('dealerPriors', statedDealerPriors),
    }),
    ...(stated.has('passCostBps') && { passCostBps: stated.field('passCostBps', 0, bps(-FARTHEST_BPS)) }),
  };
};

const bps =
  (least: number) =>
  (stated: Stated): number =>
    stated.numberFrom(least, FARTHEST_BPS);

/** `usual`: of a counterparty of whom no more is said. */
const terms =
  (usual: CounterpartyTerms) =>
  (stated: Stated): CounterpartyTerms => {
    stated.knows(Object.keys(usual));
    return {
      settlementBps: stated.field('settlementBps', usual.settlementBps, bps(-FARTHEST_BPS)),
      addOnBps: stated.field('addOnBps', usual.addOnBps, assumption(0)),
    };
  };

const assumption =
  (sdLeast: number) =>
  (stated: Stated): Assumed => {
    stated.knows(['value', 'sd']);
    return {
      value: stated.field('value', 0, bps(-FARTHEST_BPS)),
      sd: stated.field('sd', sdLeast, bps(sdLeast)),
    };
  };
