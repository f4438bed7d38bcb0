import { BPS, KeyedRng, wordOf } from '#domain/core';
import {
  drawPerturbation,
  type EngineTwoSided,
  type ExploredQuote,
  type GuardedSide,
  type Perturbation,
  type QuoteMoment,
  type QuotingPolicy,
  type UnguardedQuote,
} from '#domain/quoting';

/** The random shift of a side, with what guardrails and the tick left of it. */
export type SideExploration = Omit<ExploredQuote, 'isDone'>;

/** What was drawn for a decision: once for each side, whatever sizes are on it. */
export interface DrawnShifts {
  readonly bid: Perturbation;
  readonly offer: Perturbation;
}

/** The draw is the decision's: by its id alone, so that a replay draws the same. null: the desk does not explore. */
export const drawnFor = (inputs: {
  readonly rule: 2 | 3 | 4;
  readonly decisionId: string;
  readonly policy: QuotingPolicy;
}): DrawnShifts | null => {
  if (inputs.rule === 2 || inputs.policy.exploration === null) return null;
  const { exploration } = inputs.policy;
  const rng = new KeyedRng(wordOf(inputs.decisionId));
  return {
    bid: drawPerturbation(exploration, rng.select(BID, EXPLORATION)),
    offer: drawPerturbation(exploration, rng.select(OFFER, EXPLORATION)),
  };
};

/** Words of the stream, for whatever else may be drawn by the id of a decision. */
const EXPLORATION = wordOf('exploration');
const [BID, OFFER] = [0, 1];

/** The engine's prices with what was drawn, for the guardrails to look at. */
export const shifted = ({ blocks, bid, offer }: EngineTwoSided, drawn: DrawnShifts): UnguardedQuote => ({
  blocks,
  bid: { clientSide: bid.clientSide, blocks, markupBps: bid.markupBps + drawn.bid.shiftBps },
  offer: { clientSide: offer.clientSide, blocks, markupBps: offer.markupBps + drawn.offer.shiftBps },
});

/** What the guardrails left of a shift; of a side that is not shown there is nothing to tell. */
export const explorationOf = (
  drawn: Perturbation,
  shown: GuardedSide | null,
  unexplored: GuardedSide | null,
  { mid }: QuoteMoment,
): SideExploration | undefined => {
  if (shown === null || unexplored === null) return undefined;
  return { ...drawn, movedBps: (shown.clientSide * (shown.price - unexplored.price) * BPS) / mid };
};
