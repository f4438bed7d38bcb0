import { BPS, ok, type Result } from '#domain/core';
import { checkAuctions, type AuctionParameters } from '../auction/auction-parameters.js';
import { AuctionEventKind, type AuctionListener } from '../auction/auction-events.js';
import { AuctionOutcome, type AuctionView } from '../auction/auction.js';
import { randomDealers } from '../auction/buyer-policy.js';
import { checkDiffusiveMarket, type DiffusiveMarketParameters } from '../auction/diffusive-market.js';
import { simulateAuctions } from '../auction/simulate-auctions.js';
import { type DealerParameters, type ParametricQuoting, type StrategicQuoting } from '../dealers/index.js';
import {
  firstOf,
  impossible,
  mustBePositive,
  mustBeWhole,
  type ImpossibleParameters,
  type Verdict,
} from '../impossible-parameters.js';
import { Mean } from '../mean-estimate.js';
import { type AlternativeResult } from './seed-result.js';

/** A dealer who can be written down: one who prices by code of his own cannot. */
export interface DescribedDealer extends DealerParameters {
  readonly quoting: ParametricQuoting | StrategicQuoting;
}

/** The same requests for quotes sent to panels of several sizes. */
export interface AuctionExperiment {
  readonly kind: 'AUCTIONS';
  readonly auctions: Omit<AuctionParameters, 'seed' | 'dealers'> & { readonly dealers: readonly DescribedDealer[] };
  readonly market: DiffusiveMarketParameters;
  /** Of one seed. */
  readonly requests: number;
  readonly requestsPerSecond: number;
  /** How many dealers are asked, by lot; a larger panel contains the smaller. The others are compared with the first. */
  readonly panelSizes: readonly number[];
}

export const DEALERS_MAX = 50;
const PANEL_SIZES_MAX = 10;
/** Quotes of one seed, its panels together: some ten seconds of one core. */
const QUOTES_PER_SEED_MAX = 2_000_000;

/** What makes an experiment impossible, or too much for one seed; by the path of the parameter. */
export const checkAuctionExperiment = (experiment: AuctionExperiment): Verdict => {
  const { auctions, market, requests, requestsPerSecond, panelSizes } = experiment;
  const dealers = auctions.dealers.length;
  return (
    firstOf(
      dealers <= DEALERS_MAX ? undefined : impossible('dealers', `at most ${DEALERS_MAX}`, dealers),
      mustBeWhole('requests', requests, 1),
      mustBePositive('requestsPerSecond', requestsPerSecond),
      checkAuctions({ ...auctions, seed: 0 }),
      checkDiffusiveMarket(market),
      panelSizes.length >= 1 && panelSizes.length <= PANEL_SIZES_MAX
        ? undefined
        : impossible('panelSizes', `a list of 1 to ${PANEL_SIZES_MAX}`, panelSizes.length),
      ...panelSizes.map((size, i) => checkPanelSize(`panelSizes.${i}`, size, dealers, panelSizes.slice(0, i))),
    ) ?? checkWork(requests, panelSizes)
  );
};

const checkPanelSize = (field: string, size: number, dealers: number, before: readonly number[]): Verdict =>
  Number.isInteger(size) && size >= 1 && size <= dealers && !before.includes(size)
    ? undefined
    : impossible(field, `a whole number within [1, ${dealers}] that is not before it`, size);

const checkWork = (requests: number, panelSizes: readonly number[]): Verdict => {
  const most = Math.floor(QUOTES_PER_SEED_MAX / panelSizes.reduce((sum, size) => sum + size, 0));
  return requests <= most ? undefined : impossible('requests', `at most ${most} for these panelSizes`, requests);
};

/** Runs the auctions of a seed once for each size of the panel. Refuses what `checkAuctionExperiment` does. */
export const runAuctions = (
  { auctions, market, requests, requestsPerSecond, panelSizes }: AuctionExperiment,
  seed: number,
): Result<readonly AlternativeResult[], ImpossibleParameters> => {
  const results: AlternativeResult[] = [];
  for (const size of panelSizes) {
    const outcomes = new AuctionFigures();
    const simulation = { auctions: { ...auctions, seed }, market, requests, requestsPerSecond };
    const run = simulateAuctions(simulation, randomDealers(seed, size), [outcomes]);
    if (!run.ok) return run;
    const rejectsPerRequest = run.value.counts[AuctionEventKind.REJECT]! / requests;
    results.push({
      name: size === 1 ? '1 dealer' : `${size} dealers`,
      hash: run.value.hash,
      figures: { ...outcomes.figures(requests), rejectsPerRequest },
    });
  }
  return ok(results);
};

/** Sums up what a client got; costs and moves are of the arrival mid, positive is worse for him. */
class AuctionFigures implements AuctionListener {
  private readonly cost = new Mean();
  private readonly drift = new Mean();
  private traded = 0;

  event(): void {
    // Costs are of auctions that are over; events are counted by the run.
  }

  settled(auction: AuctionView): void {
    const { arrivalMid, markoutMids, order, outcome, tradedTicks } = auction;
    const last = markoutMids.length - 1;
    if (last >= 0) this.drift.add((order.side * (markoutMids[last]! - arrivalMid) * BPS) / arrivalMid);
    if (outcome !== AuctionOutcome.TRADED) return;
    this.traded += 1;
    this.cost.add(auction.costBps(tradedTicks));
  }

  figures(requests: number) {
    const [cost, drift] = [this.cost.estimate(), this.drift.estimate()];
    return {
      costBps: cost.n > 0 ? cost.value : null,
      tradedShare: this.traded / requests,
      driftBps: drift.n > 0 ? drift.value : null,
    };
  }
}
