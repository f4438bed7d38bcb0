import { carryingCostBps, inventoryPressureBps } from '../inventory/index.js';
import { negative, notFinite, type ImpossibleQuote } from './impossible-quote.js';
import { err, ok, type Result } from '#domain/core';
import { type HedgeForecast, type QuoteSituation } from './quote-situation.js';

/** What becomes of a block after it was traded, per unit of the block. */
export interface HedgeChoice {
  /** Laid off in the market at once; the rest is kept until flow takes it. */
  readonly hedgedShare: number;
  /** Expected money that the hedge pays: impact, spread, fees. */
  readonly expectedCostBps: number;
  /** Expected move against the kept share, from what the client knew; what is hedged at once escapes it. */
  readonly adverseBps: number;
  /** What its uncertainty and the carrying of the rest are worth at the desk's risk aversion. */
  readonly riskBps: number;
  /** What the inventory already held says of the kept share: negative where the trade brings it down. */
  readonly skewBps: number;
  /** What the block costs a dealer who holds nothing and chooses for himself: money, the client's move and risk. */
  readonly emptyBookCostBps: number;
  /** What the desk's limit on skew gives back of what inventory changed: positive where the block would have been too cheap. */
  readonly limitedBps: number;
  /** Of the P&L of the block, once done. */
  readonly sdBps: number;
  /** How long the kept share is expected to wait for a client on the other side; 0 when all is hedged. */
  readonly internalisedSeconds: number;
}

/**
 * Keeps the block or hedges it now, whichever costs less: to keep z blocks costs `M z / 2 - s (M q)` per unit, the fall of the value
 * function; and the move that the client knew of; to hedge costs the forecast's mean and `gamma z sd^2 / 2`, its certainty equivalent. A desk with a fixed share pays
 * for each part what that part costs. The kept share is taken to melt evenly, so its variance is that of a third of the wait.
 *
 * The choice knows all of the inventory. What the block then costs beside what it would cost an empty book, which chooses for itself,
 * is the skew that the desk's limit is about.
 */
export const chosenHedge = (
  situation: QuoteSituation,
  clientSide: 1 | -1,
  blocks: number,
): Result<HedgeChoice, ImpossibleQuote> => {
  const { hedging, maxSkewBps } = situation.style;
  if (hedging !== 'CHEAPER') {
    const bound = ofShare(situation, clientSide, blocks, hedging);
    return bound.ok ? ok(limited(bound.value, ownCostBps(bound.value), maxSkewBps)) : bound;
  }
  const kept = ofShare(situation, clientSide, blocks, 0);
  const hedged = ofShare(situation, clientSide, blocks, 1);
  if (!kept.ok) return kept;
  if (!hedged.ok) return hedged;
  const cheaper = utilityCostBps(hedged.value) < utilityCostBps(kept.value) ? hedged.value : kept.value;
  const emptyBookBps = Math.min(ownCostBps(hedged.value), ownCostBps(kept.value));
  return ok(limited(cheaper, emptyBookBps, maxSkewBps));
};

/** Everything that the choice takes from the utility of the trade. */
export const utilityCostBps = (choice: UnlimitedChoice): number => ownCostBps(choice) + choice.skewBps;

type UnlimitedChoice = Omit<HedgeChoice, 'emptyBookCostBps' | 'limitedBps'>;

/** Of the block, whatever is held. */
const ownCostBps = ({ expectedCostBps, adverseBps, riskBps }: UnlimitedChoice): number =>
  expectedCostBps + adverseBps + riskBps;

const limited = (choice: UnlimitedChoice, emptyBookCostBps: number, maxSkewBps: number): HedgeChoice => {
  const skewBps = utilityCostBps(choice) - emptyBookCostBps;
  const allowedBps = Math.max(-maxSkewBps, Math.min(maxSkewBps, skewBps));
  return { ...choice, emptyBookCostBps, limitedBps: allowedBps - skewBps };
};

const ofShare = (
  situation: QuoteSituation,
  clientSide: 1 | -1,
  blocks: number,
  hedgedShare: number,
): Result<UnlimitedChoice, ImpossibleQuote> => {
  const { client, inventory, market, style } = situation;
  const keptShare = 1 - hedgedShare;
  const forecast = hedgedShare === 0 ? NO_HEDGE : situation.hedge(clientSide, hedgedShare * blocks);
  const wrong = notFinite('hedge.meanBps', forecast.meanBps) ?? negative('hedge.sdBps', forecast.sdBps);
  if (wrong !== undefined) return err(wrong);
  const hedgeRisk = (style.riskAversion * hedgedShare * blocks * forecast.sdBps ** 2) / 2;
  const carrying = carryingCostBps(inventory.penalty, inventory.asset, keptShare * blocks);
  const pressure = inventoryPressureBps(inventory.penalty, inventory.positions, inventory.asset);
  const internalisedSeconds = keptShare === 0 ? 0 : (keptShare * blocks) / inventory.flowBlocksPerSecond;
  const keptVariance = (keptShare ** 2 * market.volatilityBpsPerSqrtSecond ** 2 * internalisedSeconds) / 3;
  return ok({
    hedgedShare,
    expectedCostBps: hedgedShare * forecast.meanBps,
    adverseBps: keptShare * client.adverseMoveBps,
    riskBps: hedgedShare * hedgeRisk + keptShare * carrying,
    skewBps: keptShare === 0 ? 0 : -clientSide * keptShare * pressure,
    sdBps: Math.sqrt((hedgedShare * forecast.sdBps) ** 2 + keptVariance),
    internalisedSeconds,
  });
};

const NO_HEDGE: HedgeForecast = { meanBps: 0, sdBps: 0 };
