import { flowSensitivity, glftDistance, quoteSide, stationaryPenalty } from '#domain/quoting';
import { bestReducedSpread, HitCurve, HitModel } from '#domain/rfq';
import {
  COMPETITORS,
  HALF_SPREAD_BPS,
  HEDGED_SHARE,
  hedgeShiftBps,
  MARKET,
  RISK_AVERSION,
  SIDE_BLOCKS_PER_SECOND,
} from './auctions.mjs';
import { valueOf } from './estimates.mjs';

const VARIANCE = MARKET.volatilityBpsPerSqrtSecond ** 2;

/** Per unit hedged: half of the shift and the half-spread are paid by the hedged blocks; the kept ones lose the whole shift. */
const hedgeBps = (blocks) =>
  hedgeShiftBps(blocks) / 2 + MARKET.hedgeHalfSpreadBps + ((1 - HEDGED_SHARE) / HEDGED_SHARE) * hedgeShiftBps(blocks);

const engineOf = (markupBps) => ({ reference: 'MID_NOW', pricesSidesApart: false, markupBps });

/** The sell-side engine with a fitted hit model; `hedges: false` takes the hedge's impact out; `adverseBps` by client tier. */
export const sellSideEngine = (parameters, { hedges = true, adverseBps = [0] } = {}) => {
  const hits = new HitCurve(new HitModel(parameters), COMPETITORS);
  const sensitivity = flowSensitivity(hits, hedges ? HEDGED_SHARE * (hedgeBps(HEDGED_SHARE) / HALF_SPREAD_BPS) : 0);
  // Of a block only the kept share is inventory, and a bps of skew on it moves the price of the block by as little.
  const keptFlow = SIDE_BLOCKS_PER_SECOND * (1 - HEDGED_SHARE) ** 2;
  const covariance = { matrix: [Float64Array.of(VARIANCE)], isRepaired: false };
  const penalty = stationaryPenalty(covariance, RISK_AVERSION, [(keptFlow * sensitivity) / HALF_SPREAD_BPS]);
  const style = {
    riskAversion: RISK_AVERSION,
    usualVolatilityBpsPerSqrtSecond: MARKET.volatilityBpsPerSqrtSecond,
    sizeSlopeBps: 0,
    thinDepthBlocks: 0,
    blocksMax: 1_000,
    hedging: HEDGED_SHARE,
    maxSkewBps: Infinity,
    validSecondsMin: 1,
    validSecondsMax: 30,
  };
  return engineOf((request, side) => {
    const situation = {
      market: {
        mid: request.mid,
        tickSize: 1e-5,
        micropriceEdgeBps: 0,
        depthBlocks: 1,
        fairTransferEdgeBps: 0,
        volatilityBpsPerSqrtSecond: MARKET.volatilityBpsPerSqrtSecond,
      },
      client: {
        baseHalfSpreadBps: HALF_SPREAD_BPS,
        hits,
        hitUnit: 'USUAL_CHARGE',
        adverseMoveBps: adverseBps[request.tier] ?? 0,
      },
      inventory: {
        positions: [request.inventoryBlocks],
        asset: 0,
        penalty,
        flowBlocksPerSecond: SIDE_BLOCKS_PER_SECOND,
      },
      style,
      hedge: (_side, blocks) => ({ meanBps: hedges ? hedgeBps(blocks) : 0, sdBps: 0 }),
    };
    return valueOf(quoteSide(situation, side, request.blocks)).markupBps;
  });
};

export const fixedMarkup = (bps) => engineOf(() => bps);

/**
 * Gueant, Lehalle and Fernandez-Tapia with exponential fills that agree with the fitted law in height and slope at its best quote, in
 * closed form: a table's hazard jumps from cell to cell. `decay` stands in for that slope, per half-spread.
 */
export const glftEngine = (parameters, decay) => {
  const model = new HitModel(parameters);
  const best = bestReducedSpread(model, COMPETITORS, 0);
  const slope = decay ?? model.hazard(best, COMPETITORS);
  const market = {
    riskAversion: RISK_AVERSION,
    volatility: MARKET.volatilityBpsPerSqrtSecond,
    fillDecay: slope / HALF_SPREAD_BPS,
    fillRate: SIDE_BLOCKS_PER_SECOND * model.hit(best, COMPETITORS) * Math.exp(slope * best),
  };
  return engineOf((request, side) => glftDistance(market, side, request.inventoryBlocks));
};
