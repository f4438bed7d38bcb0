import { MARKOUT_SECONDS } from '#domain/rfq';
import {
  DealerHistory,
  DEFAULT_LEAKAGE_GATE,
  LEAKED_BY_MARKOUT,
  LeakageHistory,
  quotedRequestOf,
  sizeClassEnds,
  tellsLeakage,
  type DealerPriors,
  type DealerProfile,
  type FinishedRequest,
  type LeakageEstimate,
} from '#domain/scoring';
import { type WallClock } from '#application/ports';
import { dealersOf } from './dealer-names.js';

/** What rows say of each dealer in them, and of one who is in none. */
export interface FittedProfiles {
  readonly byDealer: ReadonlyMap<string, DealerProfile>;
  /** Without a name. */
  readonly unseen: DealerProfile;
  readonly leakage: readonly LeakageEstimate[];
  readonly requests: number;
}

/** Rows after which others have their turn. */
const SLICE = 100;

/** Profiles learned from rows, in slices between which other work goes on. */
export const fitProfiles = async (
  requests: readonly FinishedRequest[],
  priors: DealerPriors,
  clock: WallClock,
): Promise<FittedProfiles> => {
  const dealers = dealersOf(requests);
  // The last of these is nobody: what all others have in common is known of him too.
  const names = [...dealers, ''];
  const indexes = new Map(names.map((name, i) => [name, i]));
  const history = new DealerHistory(names, MARKOUT_SECONDS.length);
  const leakage = new LeakageHistory(dealers, sizeClassEnds(requests), LEAKED_BY_MARKOUT);
  for (const [i, row] of requests.entries()) {
    if (i % SLICE === SLICE - 1) await clock.sleep(0);
    const known = { ...row, dealers: row.dealers.filter(({ dealer }) => dealer !== '' && indexes.has(dealer)) };
    const request = quotedRequestOf(known, (dealer) => indexes.get(dealer)!);
    history.add(request, fairCostOf(row));
    if (tellsLeakage(known)) leakage.add(request);
  }
  const estimates = leakage.estimates(DEFAULT_LEAKAGE_GATE);
  const profiles = history.profiles(priors);
  return {
    byDealer: new Map(dealers.map((dealer, i) => [dealer, { ...profiles[i]!, ...leakageOf(estimates[i]!) }])),
    unseen: profiles.at(-1)!,
    leakage: estimates,
    requests: requests.length,
  };
};

const fairCostOf = ({ side, conditions }: FinishedRequest): number =>
  (side === null ? undefined : conditions?.fairCostBps?.[side]) ?? NaN;

const leakageOf = ({ leakage, lost }: LeakageEstimate): Pick<DealerProfile, 'leakageBps'> =>
  leakage === undefined
    ? {}
    : { leakageBps: { value: leakage.bps, sd: leakage.standardError, evidence: lost, basis: 'LEARNED' } };
