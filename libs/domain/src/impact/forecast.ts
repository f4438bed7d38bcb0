import { type Side } from '#domain/core';
import { type FeatureSnapshot } from '#domain/features';
import { type TwoSidedMarket } from '#domain/market-data';
import { type CostDistribution } from './distribution/cost-distribution.js';
import { type Identification } from './identification.js';
import { type TrainedDetail } from './trained/trained-detail.js';

/** A block to be executed: what the forecast is asked about. */
export interface ImpactRequest {
  readonly side: Side;
  /** Q, in units. */
  readonly quantity: number;
  /** Time over which the block is worked, in seconds of the trading session. */
  readonly horizonSeconds: number;
  /** Share of the quantity that crosses the spread, in [0, 1]; the rest is posted. */
  readonly aggression: number;
  readonly market: TwoSidedMarket;
  /** The market's features of the same moment; null where nobody knows them: then only what needs none can answer. */
  readonly features: FeatureSnapshot | null;
  /**
   * The order was picked from a tape afterwards, as the rows of a training set are: the flow that moved the price with it
   * counts as its own. Absent: somebody decides on it, and its own impact is asked.
   */
  readonly inHindsight?: true;
}

/** A dealer is taken to hedge like a balanced schedule: half of the size crosses the spread (prior). */
export const HEDGE_AGGRESSION = 0.5;

/** Which link of the fallback chain answered. */
export type ForecastTier = 'MODEL' | 'COMPILED' | 'PARAMETRIC';

/** Why a later link answered than the first. */
export interface ForecastFallback {
  /**
   * NO_MODEL: none is served for the instrument. NO_FEATURES: nobody knows them at that moment. OTHER_FEATURE_SET: they are
   * of a set that the model does not read. INPUT_NOT_FINITE: one of its inputs is beyond single precision. MODEL_REFUSED: its
   * file did not pass the checks. MODEL_FAILED: it failed, or its answer was no number. BREAKER_OPEN: it failed lately and rests.
   */
  readonly code:
    | 'NO_MODEL'
    | 'NO_FEATURES'
    | 'OTHER_FEATURE_SET'
    | 'INPUT_NOT_FINITE'
    | 'MODEL_REFUSED'
    | 'MODEL_FAILED'
    | 'BREAKER_OPEN';
  readonly message: string;
}

/** One component of the residual spread around the expected slippage, with where it comes from. */
export interface ResidualComponent {
  readonly name: string;
  /** MARKET: what the market will do and no model knows. MODEL: what a better model would know. */
  readonly kind: 'MARKET' | 'MODEL';
  readonly sdBps: number;
  readonly origin: string;
}

/** What runs a model: an accelerator of one kind, or the processor. */
export type ExecutionProvider = 'CUDA' | 'WEBGPU' | 'CPU';

/**
 * The distribution of a block's implementation shortfall (arrival mid to average fill), in bps of the arrival mid,
 * positive is worse. `temporaryBps + permanentBps = slippage.meanBps`.
 */
export interface ImpactForecast {
  readonly modelVersion: string;
  readonly tier: ForecastTier;
  readonly identification: Identification;
  /** Expected temporary part of the slippage: spread paid and the impact that decays. */
  readonly temporaryBps: number;
  /** Expected permanent part: the share of the lasting shift that the fills pay. */
  readonly permanentBps: number;
  /** The full lasting shift of the mid, of which the fills pay a share. */
  readonly lastingShiftBps: number;
  readonly slippage: CostDistribution;
  readonly residual: readonly ResidualComponent[];
  /** Expected slippage by each member formula before averaging. */
  readonly members: readonly { readonly name: string; readonly slippageBps: number }[];
  /** Absent from the parametric tier. */
  readonly trained?: TrainedDetail;
  /** Absent where the first link of the chain answered. */
  readonly fallback?: ForecastFallback;
  /** The accelerator that ran the model; absent where it was the processor. */
  readonly accelerator?: Exclude<ExecutionProvider, 'CPU'>;
}
