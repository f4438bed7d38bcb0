import { type Estimate } from '#domain/microstructure';
import { type ClientTierName } from '#domain/quoting';
import { type HitParameters } from '#domain/rfq';

/** Who asks for what: from it follow the segment of the hit model and the client's tier. */
export interface QuotedSegment {
  readonly instrumentId: string;
  /** Absent: the client is not named, and counts as one of whom nothing is known. */
  readonly client?: string;
}

/** The hit model that serves a segment. */
export interface ServedHitModel {
  /** Of the fit, or of the stated priors. */
  readonly version: string;
  /** What the requests have in common that it was fitted on. */
  readonly segment: string;
  readonly parameters: HitParameters;
  /** Competitors expected where the request does not say how many were asked; need not be whole. */
  readonly usualCompetitors: number;
  /** Outcomes behind it; 0: none, the priors as they are stated. */
  readonly outcomes: number;
}

/** What is known of a client, or of all where he is unknown. */
export interface ServedClient {
  readonly version: string;
  readonly tier: ClientTierName;
  /** The usual half-spread of the tier over the instrument's; positive. */
  readonly halfSpreadRatio: number;
  /** Expected move against the dealer after a trade with him, with the 95 % interval; bps of the mid. */
  readonly adverseMoveBps: Estimate;
  /** Share of his trades that were informed, with the 95 % interval. */
  readonly informedProbability: Estimate;
  /** His trades behind it. */
  readonly trades: number;
}

/** How much clients trade with the desk in an instrument, as shares of its usual daily volume per day. */
export interface ServedFlow {
  readonly buysOfDailyVolume: number;
  readonly sellsOfDailyVolume: number;
}

/** What was learned of the other side of a request. Plain data: it is stored with the quote that is made from it. */
export interface QuotingModelsView {
  readonly hits: ServedHitModel;
  readonly client: ServedClient;
  readonly flow: ServedFlow;
}

/** The models that a dealer's quotes rest on beside the impact forecast, as they serve a desk now. */
export interface QuotingModels {
  /**
   * Answers from memory wherever it can: it is asked for every quote. One object for as long as one version serves a segment, so that
   * what is tabulated of it can be kept with it. Never fails for want of data: what is not known is the prior, and says so.
   */
  serving(deskId: string, segment: QuotedSegment): Promise<QuotingModelsView>;
}
