import { DEFAULT_DEALER_PRIORS, type Assumed, type DealerPriors } from './dealer-history/index.js';

/** What a desk decides of a dealer it may trade with. */
export interface CounterpartyTerms {
  /** Settlement with him, on top of the instrument's fees. */
  readonly settlementBps: number;
  /** What trading with him costs the desk beyond price and fees: credit, collateral, a limit that is nearly used up. */
  readonly addOnBps: Assumed;
}

/** What a desk decides about how quotes are scored; stored with every evaluation. */
export interface ScoringSettings {
  /** On top of the instrument's fees, whoever is traded with. */
  readonly feesBps: number;
  /** Of a dealer who is not among the counterparties. */
  readonly otherDealer: CounterpartyTerms;
  /** By dealer: whom the desk trades with, and may ask when more are to be asked. */
  readonly counterparties: Readonly<Record<string, CounterpartyTerms>>;
  /** What clients like this desk know of the mid to come beyond the impact of the hedge. */
  readonly informationBps: Assumed;
  /** Drift that a dealer causes who hears of a block and does not get it, until his own is known. */
  readonly leakageBps: number;
  /** What it costs not to trade at all; absent where the desk must trade. */
  readonly passCostBps?: number;
  /** What the desk assumes of dealers before it has seen them; absent: `DEFAULT_DEALER_PRIORS`. */
  readonly dealerPriors?: DealerPriors;
}

/** Stated, not measured: no fees of the desk's own, dealers who differ in nothing, little leakage. */
export const DEFAULT_SCORING_SETTINGS: ScoringSettings = {
  feesBps: 0,
  otherDealer: { settlementBps: 0, addOnBps: { value: 0, sd: 0.1 } },
  counterparties: {},
  informationBps: { value: 0, sd: 1 },
  leakageBps: 0.2,
};

/** What is assumed of dealers under these settings. */
export const dealerPriorsOf = ({ dealerPriors }: ScoringSettings): DealerPriors =>
  dealerPriors ?? DEFAULT_DEALER_PRIORS;

/** Counterparties who have not been asked yet. */
export const furtherDealers = ({ counterparties }: ScoringSettings, asked: readonly string[]): readonly string[] => {
  const heard = new Set(asked);
  return Object.keys(counterparties).filter((dealer) => !heard.has(dealer));
};

/** Of a dealer, by name. */
export const termsOf = ({ counterparties, otherDealer }: ScoringSettings, dealer: string): CounterpartyTerms =>
  Object.hasOwn(counterparties, dealer) ? counterparties[dealer]! : otherDealer;
