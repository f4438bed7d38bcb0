import { type Instant, type StateReader, type StateWriter } from '#domain/core';
import { type DailyBar, type KnownTerms, type MarketListener, type MarketView } from '#domain/market-data';
import { type FeatureDefinition } from './definition.js';
import { type SignalLookup } from './signals.js';

/** What a family may know beside the events: nothing in it is later than the session's start, signals have their own time. */
export interface FeatureContext {
  readonly view: MarketView;
  /** The instant of session time 0: what the calendar says goes by it. */
  readonly origin: Instant;
  readonly priceUnitsPerCurrency: number;
  /** Terms that somebody vouches for; what is only estimated from the session is not among them. */
  readonly terms: KnownTerms;
  /** Bars of days strictly before the session's, oldest first; empty where none are known. */
  readonly dailyBars: readonly DailyBar[];
  readonly signals: SignalLookup;
  /** The market of the instrument that this one is compared with, on the same seconds; absent where there is none. */
  readonly peer?: MarketView;
}

/**
 * A few features that share their state. The hooks are those of `MarketListener` and one more: constant cost, no allocation.
 * `write` reads the state as of `view.timeNs` and changes nothing: whether and when it is called makes no difference to what
 * comes.
 */
export interface FeatureFamily extends Partial<MarketListener> {
  readonly definitions: readonly FeatureDefinition[];
  /**
   * In place of `onBook`, after a message that changed the best quote: a price or a size at it, or whether there is a mid.
   * Most messages change levels behind it. The same quote may be told twice.
   */
  onQuote?(view: MarketView): void;
  /** Puts one value per definition into `out`, from `offset` on; NaN where it is missing. */
  write(view: MarketView, out: Float64Array, offset: number): void;
  /** State, so that `restore` into a fresh family makes it go on bit by bit as this one would. */
  save(into: StateWriter): void;
  restore(from: StateReader): void;
}

export type FamilyFactory = (context: FeatureContext) => FeatureFamily;
