import { type WholeCost } from './portfolio-answer.js';

/** The whole at one urgency: every block's horizon is multiplied by the same factor. */
export interface PortfolioPace {
  readonly horizonFactor: number;
  readonly whole: WholeCost;
}

export interface JudgedPace extends PortfolioPace {
  /** No other of the paces is expected to cost less and is surer of it, too. */
  readonly isEfficient: boolean;
}

/** The paces with a verdict each: those that are efficient are the frontier of cost and risk. */
export const portfolioFrontier = (paces: readonly PortfolioPace[]): readonly JudgedPace[] =>
  paces.map((pace) => ({ ...pace, isEfficient: !paces.some((other) => beats(other.whole, pace.whole)) }));

const beats = (one: WholeCost, other: WholeCost): boolean => {
  const [cheaper, surer] = [other.expectedCostBps - one.expectedCostBps, other.cost.sdBps - one.cost.sdBps];
  return cheaper >= 0 && surer >= 0 && cheaper + surer > 0;
};
