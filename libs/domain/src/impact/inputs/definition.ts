import { type Side } from '#domain/core';
import { type KnownTerms } from '#domain/market-data';

/** What a model of impact reads as one number. A definition never changes; another meaning is another version of the list. */
export interface ImpactInput {
  /** Unit last, unique in the list. */
  readonly name: string;
  /** What belongs together and is left out together in an ablation. */
  readonly group: ImpactInputGroup;
  readonly unit: string;
  readonly formula: string;
  /** UP: it rises with the order's quantity, everything else equal. NONE: it does not depend on it. */
  readonly inQuantity: 'UP' | 'NONE';
  /** NaN where the value is missing. */
  readonly read: (situation: ImpactSituation) => number;
}

export type ImpactInputGroup =
  'size' | 'risk' | 'spread' | 'flow' | 'toxicity' | 'activity' | 'depth' | 'time' | 'peer' | 'daily' | 'signals';

/** An order as the inputs see it. */
export interface ImpactOrder {
  readonly side: Side;
  /** Q, in units, positive. */
  readonly quantityUnits: number;
  /** T: trading time within which it is worked, in seconds, positive. */
  readonly horizonSeconds: number;
}

/** The terms that enter. A missing one makes the inputs that need it missing. */
export type ImpactTerms = Pick<KnownTerms, 'averageDailyVolume' | 'dailyVolatility' | 'sessionSeconds'>;

/** An order in its market: what the inputs are read from. */
export interface ImpactSituation {
  /** The market's features, in the order of set v1; null or NaN where missing. */
  readonly market: ArrayLike<number | null>;
  /** +1 the client buys, -1 sells. */
  readonly sign: 1 | -1;
  /** Q. */
  readonly quantityUnits: number;
  /** T. */
  readonly horizonSeconds: number;
  /** V, units a day; NaN when unknown. */
  readonly averageDailyVolume: number;
  /** sig, fraction per sqrt(day); NaN when unknown. */
  readonly dailyVolatility: number;
  /** Trading time of a day; NaN when unknown. */
  readonly sessionSeconds: number;
}
