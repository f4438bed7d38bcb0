import { BPS } from '#domain/core';
import { expectedShortfallBps, quantileBps, RISK_PROBABILITY } from '#domain/impact';
import { costOfWhole } from './cost-of-whole.js';
import { doneBefore } from './even-schedules.js';
import { type JointMarket } from './joint-market.js';
import { type BlockCost, type PortfolioCost, type PortfolioTerms, type WholeCost } from './portfolio-answer.js';
import { type PortfolioBlock } from './portfolio-block.js';
import { meetingOf, scaledBlock, type ScaledBlock } from './scaled-block.js';

// Taken once: where code runs in a context of its own, as under Jest, each look at a global costs a microsecond.
const { max, sqrt } = Math;

/**
 * What blocks cost that are traded together, each evenly over its horizon. Own impact and spread are those of the served forecasts; with
 * `R` the coupling of instruments, `s` the sides, and `E`, `P` the currency that a block's own passing and lasting impact costs,
 *
 *     crossTemporary_i = sum_j s_i s_j R_ij sqrt(E_i E_j) tradedTogether_ij
 *     crossPermanent_i = sum_j s_i s_j R_ij 2 sqrt(P_i P_j) doneBefore_ij .
 *
 * Both forms are symmetric and positive semidefinite together with the own impact: no portfolio earns by its impact, and what is
 * bought and sold alike costs its spreads. The market's part of the cost of two blocks has covariance
 * `s_i s_j rho_ij sig_i sig_j V_i V_j heldTogether_ij` (Almgren and Chriss, J. Risk 3(2), 2001, appendix A), scaled down where it says
 * more risk than the forecast; what a forecast is unsure of beyond is taken as independent between blocks. A portfolio of one block
 * is its forecast.
 *
 * Blocks are of instruments of the market and at least one; the time it takes grows with the square of their number.
 */
export const portfolioCost = (market: JointMarket, blocks: readonly PortfolioBlock[]): PortfolioCost => {
  const scaled = blocks.map((block) => scaledBlock(market, block));
  const meetings = meet(market, scaled);
  const whole = wholeCost(scaled, meetings);
  return {
    whole,
    blocks: scaled.map((block, i) =>
      blockCost(block, whole, {
        crossTemporary: meetings.crossTemporary[i]!,
        crossPermanent: meetings.crossPermanent[i]!,
        crossShare: meetings.crossShare[i]!,
        covariance: meetings.covariance[i]!,
      }),
    ),
  };
};

/** The same without what is said of single blocks. */
export const wholePortfolioCost = (market: JointMarket, blocks: readonly PortfolioBlock[]): WholeCost => {
  const scaled = blocks.map((block) => scaledBlock(market, block));
  return wholeCost(scaled, meet(market, scaled));
};

/** By block, currency; the covariance with the whole in currency squared, the own variance in it. */
interface Meetings {
  readonly crossTemporary: Float64Array;
  readonly crossPermanent: Float64Array;
  readonly crossShare: Float64Array;
  readonly covariance: Float64Array;
  /** Of that, the market's. */
  readonly marketVariance: number;
}

const meet = (market: JointMarket, blocks: readonly ScaledBlock[]): Meetings => {
  const [crossTemporary, crossPermanent] = [new Float64Array(blocks.length), new Float64Array(blocks.length)];
  const crossShare = new Float64Array(blocks.length);
  const covariance = Float64Array.from(blocks, ({ sd }) => sd * sd);
  let marketVariance = 0;
  for (const { commonRisk, horizonSeconds } of blocks) marketVariance += commonRisk ** 2 * (horizonSeconds / 3);
  for (let i = 0; i < blocks.length; i += 1) {
    const one = blocks[i]!;
    for (let j = i + 1; j < blocks.length; j += 1) {
      const other = blocks[j]!;
      const meeting = meetingOf(market, one, other);
      const paid = 2 * meeting.permanent * doneBefore(one.horizonSeconds, other.horizonSeconds);
      crossTemporary[i] = crossTemporary[i]! + meeting.temporary;
      crossTemporary[j] = crossTemporary[j]! + meeting.temporary;
      crossPermanent[i] = crossPermanent[i]! + paid;
      crossPermanent[j] = crossPermanent[j]! + 2 * meeting.permanent - paid;
      crossShare[i] = crossShare[i]! + meeting.temporary + meeting.permanent;
      crossShare[j] = crossShare[j]! + meeting.temporary + meeting.permanent;
      covariance[i] = covariance[i]! + meeting.covariance;
      covariance[j] = covariance[j]! + meeting.covariance;
      marketVariance += 2 * meeting.covariance;
    }
  }
  return { crossTemporary, crossPermanent, crossShare, covariance, marketVariance: max(0, marketVariance) };
};

const wholeCost = (blocks: readonly ScaledBlock[], meetings: Meetings): WholeCost => {
  const total = (figure: (block: ScaledBlock) => number): number =>
    blocks.reduce((sum, block) => sum + figure(block), 0);
  const value = total((block) => block.value);
  const inBps = (currency: number): number => (currency / value) * BPS;
  const terms = {
    spreadBps: inBps(total(({ spread }) => spread)),
    temporaryBps: inBps(total(({ temporary }) => temporary)),
    permanentBps: inBps(total(({ permanent }) => permanent)),
    crossTemporaryBps: inBps(sumOf(meetings.crossTemporary)),
    crossPermanentBps: inBps(sumOf(meetings.crossPermanent)),
  };
  const expectedCostBps = sumOfTerms(terms);
  const sdBps = inBps(sqrt(max(0, sumOf(meetings.covariance))));
  const cost = costOfWhole(
    expectedCostBps,
    sdBps,
    blocks.map((block) => ({ cost: block.cost, weight: block.sd * block.sd })),
  );
  return {
    value,
    terms,
    expectedCostBps,
    cost,
    valueAtRiskBps: quantileBps(cost, RISK_PROBABILITY),
    expectedShortfallBps: expectedShortfallBps(cost, RISK_PROBABILITY),
    timingRiskBps: inBps(sqrt(meetings.marketVariance)),
    undiversifiedSdBps: inBps(sqrt(total(({ sd }) => sd * sd))),
  };
};

interface BlockMeetings {
  readonly crossTemporary: number;
  readonly crossPermanent: number;
  /** Its share of all that it and others cost one another. */
  readonly crossShare: number;
  readonly covariance: number;
}

const blockCost = (block: ScaledBlock, whole: WholeCost, meetings: BlockMeetings): BlockCost => {
  const own = (currency: number): number => (currency / block.value) * BPS;
  const ofWhole = (currency: number): number => (currency / whole.value) * BPS;
  const terms = {
    spreadBps: own(block.spread),
    temporaryBps: own(block.temporary),
    permanentBps: own(block.permanent),
    crossTemporaryBps: own(meetings.crossTemporary),
    crossPermanentBps: own(meetings.crossPermanent),
  };
  const alone = block.spread + block.temporary + block.permanent;
  const wholeSd = whole.cost.sdBps;
  // The whole's tails in standard deviations, which scaling one block leaves as they are.
  const perSd = (bps: number): number => (wholeSd === 0 ? 0 : (bps - whole.expectedCostBps) / wholeSd);
  const [atRisk, inTail] = [perSd(whole.valueAtRiskBps), perSd(whole.expectedShortfallBps)];
  const expectedCostBps = ofWhole(alone + meetings.crossShare);
  const costSdBps = wholeSd === 0 ? 0 : ofWhole(ofWhole(meetings.covariance)) / wholeSd;
  const increment = {
    expectedCostBps: ofWhole(alone + 2 * meetings.crossShare),
    costSdBps: wholeSd - sqrt(max(0, wholeSd ** 2 - ofWhole(ofWhole(2 * meetings.covariance - block.sd * block.sd)))),
  };
  return {
    terms,
    expectedCostBps: sumOfTerms(terms),
    costSdBps: own(block.sd),
    timingRiskBps: own(block.timingRisk),
    contribution: {
      expectedCostBps,
      costSdBps,
      valueAtRiskBps: expectedCostBps + atRisk * costSdBps,
      expectedShortfallBps: expectedCostBps + inTail * costSdBps,
    },
    increment: { ...increment, expectedShortfallBps: increment.expectedCostBps + inTail * increment.costSdBps },
  };
};

const sumOfTerms = (terms: PortfolioTerms): number =>
  terms.spreadBps + terms.temporaryBps + terms.permanentBps + terms.crossTemporaryBps + terms.crossPermanentBps;

const sumOf = (figures: Float64Array): number => figures.reduce((sum, figure) => sum + figure, 0);
