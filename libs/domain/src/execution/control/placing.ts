import { BPS } from '#domain/core';
import { brought, NOTHING } from './brought-orders.js';
import { type ControlProblem, type ControlRules } from './control-problem.js';
import { type MarketRegime } from './market-regime.js';
import { type Observation, type Request, type RestingOrder } from './policy.js';

/** What the controller has made of the market, for the orders to be placed. */
export interface Placing {
  readonly regime: MarketRegime;
  /** Of the order, to be done by the next decision, and by the end of the lookahead. */
  readonly paceUnits: number;
  readonly aheadUnits: number;
  readonly isToxic: boolean;
  readonly isLeaking: boolean;
  readonly isBeyondLimit: boolean;
  readonly isFinishing: boolean;
  /** That may be taken by the next decision. */
  readonly unitsMax: number;
}

/** The requests that bring the own orders to where they shall be. A book with one side only gets no new orders. */
export const placed = (
  problem: ControlProblem,
  rules: ControlRules,
  observation: Observation,
  placing: Placing,
): readonly Request[] => {
  const { quantity, filled, resting, bidTicks, askTicks } = observation;
  if (Number.isNaN(bidTicks + askTicks)) return [];
  const left = quantity - filled;
  const taken = Math.min(left, takenUnits(rules, observation, placing));
  const blocks = blockUnits(problem, rules, placing, left - taken);
  const shown = Math.floor(rules.shownTops * problem.normal.topUnits);
  const waiting = Math.min(left - taken - blocks, shown, waitingUnits(filled, taken, placing));
  const price = waitingPrice(problem, rules, observation, placing);
  const isBlock = ({ venue }: RestingOrder): boolean => venue === problem.blockVenue;
  // First what frees units, then what needs them.
  const [litCancels, litOrder] = brought(
    resting.filter((order) => !isBlock(order)),
    { units: waiting, priceTicks: price, venue: 0 },
  );
  const [blockCancels, blockOrder] =
    problem.blockVenue === undefined
      ? NOTHING
      : brought(resting.filter(isBlock), {
          units: blocks,
          priceTicks: blockLimitTicks(observation),
          venue: problem.blockVenue,
          leastUnits: rules.blockLeastUnits,
        });
  const market: readonly Request[] = taken > 0 ? [{ kind: 'MARKET', units: taken }] : [];
  return [...litCancels, ...blockCancels, ...market, ...blockOrder, ...litOrder];
};

/** What is so far behind its pace that it crosses the spread. */
const takenUnits = (rules: ControlRules, observation: Observation, placing: Placing): number => {
  const { side, quantity, filled, bidUnits, askUnits } = observation;
  const { regime, paceUnits, unitsMax, isBeyondLimit, isFinishing, isToxic, isLeaking } = placing;
  const top = Math.floor(rules.takenShareOfTop * (side === 'BUY' ? askUnits : bidUnits));
  if (isFinishing) return Math.max(0, Math.min(top, paceUnits - filled));
  if (regime === 'STRESSED' || isBeyondLimit) return 0;
  const patience = isToxic || isLeaking ? 2 : 1;
  const tolerance = patience * (regime === 'CALM' ? rules.calmTolerance : rules.tenseTolerance);
  const behind = paceUnits - filled - Math.round(tolerance * quantity);
  return Math.max(0, Math.min(behind, top, unitsMax));
};

/** What is offered where blocks meet; near the end every unit is wanted in the book. */
const blockUnits = (
  { blockVenue }: ControlProblem,
  rules: ControlRules,
  { isFinishing, isLeaking }: Placing,
  left: number,
): number => {
  if (blockVenue === undefined || isFinishing) return 0;
  const units = Math.floor((isLeaking ? rules.leakingBlockShare : rules.blockShare) * left);
  return units >= rules.blockLeastUnits ? units : 0;
};

const waitingUnits = (filled: number, taken: number, { aheadUnits }: Placing): number =>
  Math.max(0, aheadUnits - filled - taken);

/** The best price of the own side, or further away where the market is tense or the fills are bad ones. */
const waitingPrice = (
  { normal }: ControlProblem,
  rules: ControlRules,
  { side, bidTicks, askTicks }: Observation,
  { regime, isFinishing, isToxic }: Placing,
): number => {
  const best = side === 'BUY' ? bidTicks : askTicks;
  if (isFinishing || (regime === 'CALM' && !isToxic)) return best;
  const spreadTicks = (normal.spreadBps * (bidTicks + askTicks)) / 2 / BPS;
  const offset = Math.round(rules.tenseOffsetSpreads * spreadTicks);
  return side === 'BUY' ? best - offset : best + offset;
};

/** Blocks trade at the mid; no worse than the other side's best price now. */
const blockLimitTicks = ({ side, bidTicks, askTicks }: Observation): number => (side === 'BUY' ? askTicks : bidTicks);
