import { flowSensitivity, stationaryPenalty } from '#domain/quoting';
import { HitCurve, HitModel, REFERENCE_HIT_PARAMETERS } from '#domain/rfq';

const VOLATILITY = 0.5;
const FLOW_BLOCKS_PER_SECOND = 0.01;

/** One desk's hit model and inventory penalty: kept between quotes, as the product keeps them. */
const hits = new HitCurve(new HitModel(REFERENCE_HIT_PARAMETERS), 3);
const penalty = stationaryPenalty({ matrix: [Float64Array.of(VOLATILITY ** 2)], isRepaired: false }, 0.002, [
  (FLOW_BLOCKS_PER_SECOND * flowSensitivity(hits, 0)) / 5,
]);

const STYLE = {
  riskAversion: 0.002,
  usualVolatilityBpsPerSqrtSecond: VOLATILITY,
  sizeSlopeBps: 0.3,
  thinDepthBlocks: 1,
  blocksMax: 20,
  hedging: 'CHEAPER',
  maxSkewBps: Infinity,
  validSecondsMin: 1,
  validSecondsMax: 30,
};

/** The i-th of many situations that differ in mid, client and inventory. */
export const situation = (i) => ({
  market: {
    mid: 100 + (i % 7) / 100,
    tickSize: 0.01,
    micropriceEdgeBps: 0.2,
    depthBlocks: 3,
    fairTransferEdgeBps: 0.1,
    volatilityBpsPerSqrtSecond: VOLATILITY,
  },
  client: { baseHalfSpreadBps: 5, hits, hitUnit: 'USUAL_CHARGE', adverseMoveBps: (i % 5) / 10 },
  inventory: { positions: [(i % 9) - 4], asset: 0, penalty, flowBlocksPerSecond: FLOW_BLOCKS_PER_SECOND },
  style: STYLE,
  hedge: (_side, blocks) => ({ meanBps: 2 * Math.sqrt(blocks), sdBps: Math.sqrt(blocks) }),
});

export const LADDER = Array.from({ length: 10 }, (_, i) => i + 1);

export const valueOf = (result) => {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
};
