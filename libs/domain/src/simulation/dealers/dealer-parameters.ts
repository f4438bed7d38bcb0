import { REFERENCE_HIT_PARAMETERS, type LastLook } from '#domain/rfq';
import {
  firstOf,
  impossible,
  mustBePositive,
  mustBeWithin,
  mustNotBeNegative,
  type Verdict,
} from '../impossible-parameters.js';
import { checkParametric, REFERENCE_PARAMETRIC, type ParametricQuoting } from './parametric-quoting.js';
import { type QuotingEngine } from './quoting-engine.js';
import { type ResponseDelay } from './response-delay.js';
import { checkStrategic, type StrategicQuoting } from './strategic-quoting.js';

/** What those give away who hear of a block and do not get it: the mid drifts in the client's direction. */
export interface Leakage {
  /** How far in all. */
  readonly driftBps: number;
  /** Time in which it happens, evenly. */
  readonly overSeconds: number;
  /** Share of the drift that begins when he is asked, whether he then loses or not; the rest begins when he has lost. */
  readonly preHedgedShare: number;
}

/** What a dealer does with a block that he has won. */
export interface Hedging {
  /** Share that he lays off in the lit market; the rest stays in his inventory. */
  readonly share: number;
  readonly overSeconds: number;
}

/** A pricing of its own: the sell-side engine, or one for an experiment. */
export interface EngineQuoting {
  readonly kind: 'ENGINE';
  readonly engine: QuotingEngine;
}

export type DealerQuoting = ParametricQuoting | StrategicQuoting | EngineQuoting;

export interface DealerParameters {
  /** Names the dealer's random streams too: unique. */
  readonly name: string;
  /** p: probability that he answers at all. */
  readonly responseProbability: number;
  readonly responseDelay: ResponseDelay;
  readonly quoteValidSeconds: number;
  /** null: his quotes are firm. */
  readonly lastLook: LastLook | null;
  readonly leakage: Leakage;
  readonly hedging: Hedging;
  /** Standard deviation of the error of his value signal. */
  readonly valueErrorBps: number;
  readonly quoting: DealerQuoting;
}

/** A dealer of reference 4, with stated defaults for what it leaves open. */
export const referenceDealer = (name: string, change: Partial<DealerParameters> = {}): DealerParameters => ({
  name,
  responseProbability: REFERENCE_HIT_PARAMETERS.responseProbability,
  responseDelay: { medianSeconds: 2, logSd: 0.6 },
  quoteValidSeconds: 30,
  lastLook: null,
  leakage: { driftBps: 0.2, overSeconds: 60, preHedgedShare: 0 },
  hedging: { share: 1, overSeconds: 60 },
  valueErrorBps: 1,
  quoting: REFERENCE_PARAMETRIC,
  ...change,
});

export const checkDealers = (dealers: readonly DealerParameters[]): Verdict =>
  firstOf(
    dealers.length > 0 ? undefined : impossible('dealers', 'one dealer at least', '[]'),
    ...dealers.map((dealer, i) => checkDealer(`dealers.${i}`, dealer, dealers.slice(0, i))),
  );

const checkDealer = (field: string, dealer: DealerParameters, before: readonly DealerParameters[]): Verdict =>
  firstOf(
    dealer.name === '' || before.some(({ name }) => name === dealer.name)
      ? impossible(`${field}.name`, 'a name that no other dealer has', JSON.stringify(dealer.name))
      : undefined,
    mustBeWithin(`${field}.responseProbability`, dealer.responseProbability, 0, 1),
    mustBePositive(`${field}.responseDelay.medianSeconds`, dealer.responseDelay.medianSeconds),
    mustNotBeNegative(`${field}.responseDelay.logSd`, dealer.responseDelay.logSd),
    mustBePositive(`${field}.quoteValidSeconds`, dealer.quoteValidSeconds),
    dealer.lastLook === null ? undefined : checkLastLook(`${field}.lastLook`, dealer.lastLook),
    mustNotBeNegative(`${field}.leakage.driftBps`, dealer.leakage.driftBps),
    mustNotBeNegative(`${field}.leakage.overSeconds`, dealer.leakage.overSeconds),
    mustBeWithin(`${field}.leakage.preHedgedShare`, dealer.leakage.preHedgedShare, 0, 1),
    mustBeWithin(`${field}.hedging.share`, dealer.hedging.share, 0, 1),
    mustNotBeNegative(`${field}.hedging.overSeconds`, dealer.hedging.overSeconds),
    mustNotBeNegative(`${field}.valueErrorBps`, dealer.valueErrorBps),
    checkQuoting(`${field}.quoting`, dealer.quoting),
  );

const checkLastLook = (field: string, { holdSeconds, thresholdBps }: LastLook): Verdict =>
  firstOf(
    mustNotBeNegative(`${field}.holdSeconds`, holdSeconds),
    mustNotBeNegative(`${field}.thresholdBps`, thresholdBps),
  );

const checkQuoting = (field: string, quoting: DealerQuoting): Verdict => {
  switch (quoting.kind) {
    case 'PARAMETRIC':
      return checkParametric(field, quoting);
    case 'STRATEGIC':
      return checkStrategic(field, quoting);
    case 'ENGINE':
      return undefined;
  }
};
