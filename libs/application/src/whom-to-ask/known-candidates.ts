import { type TwoSidedMarket } from '#domain/market-data';
import { type DealerPriors } from '#domain/scoring';
import { type WallClock } from '#application/ports';
import { fitProfiles, type DeskHistories } from '#application/request-history';
import { candidateOf, type CandidateSurroundings, type CandidateView } from './candidates.js';
import { comparableRequests, type Comparability } from './comparable-requests.js';

export interface CandidatePorts {
  readonly deskHistories: DeskHistories;
  readonly clock: WallClock;
}

/** A block that dealers may be asked for. */
export interface CandidateBlock extends CandidateSurroundings {
  readonly market: TwoSidedMarket;
  /** In units. */
  readonly quantity: number;
  /** Who may be asked; absent: all of whom the desk knows something. */
  readonly dealers?: readonly string[];
  /** What the desk assumes of them before it has seen them. */
  readonly priors: DealerPriors;
}

/** Dealers who may be asked for a block, as the desk's comparable requests show them; none where it knows nobody and names nobody. */
export const knownCandidates = async (
  { deskHistories, clock }: CandidatePorts,
  deskId: string,
  { market, quantity, dealers, priors, ...surroundings }: CandidateBlock,
): Promise<{
  readonly history: { readonly basis: Comparability; readonly requests: number };
  readonly candidates: readonly CandidateView[];
}> => {
  const { requests } = await deskHistories.current(deskId);
  const { instrumentId, averageDailyVolume, kind } = market.terms;
  const planned = { instrumentId, kind, daysOfVolume: quantity / averageDailyVolume };
  const comparable = comparableRequests(requests, planned);
  const fitted = await fitProfiles(comparable.requests, priors, clock);
  const names = dealers ?? [...fitted.byDealer.keys()];
  return {
    history: { basis: comparable.basis, requests: comparable.requests.length },
    candidates: [...new Set(names)].map((dealer) =>
      candidateOf(fitted.byDealer.get(dealer) ?? { ...fitted.unseen, dealer }, surroundings),
    ),
  };
};
