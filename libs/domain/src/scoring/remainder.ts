import { gaussian, type CostDistribution, type ImpactForecast } from '#domain/impact';

/**
 * What working the rest of a block costs while the dealer of a partial quote hedges his share of it in the same market and
 * time: what hedging the whole costs beyond hedging the part, per unit left. Impact is concave in size, so the rest
 * forecast alone would be too cheap, and two halves would cost less than the whole. How far the cost may stray is that
 * of the rest alone. `share` is the dealer's part of the block, in (0, 1); the result is in bps of the arrival mid.
 */
export const remainderCost = (
  share: number,
  whole: ImpactForecast,
  part: ImpactForecast,
  rest: ImpactForecast,
): CostDistribution =>
  gaussian((whole.slippage.meanBps - share * part.slippage.meanBps) / (1 - share), rest.slippage.sdBps);
