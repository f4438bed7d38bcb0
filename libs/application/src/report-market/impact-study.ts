import { type Rng } from '#domain/core';
import {
  impactCurve,
  impactDecay,
  impactRows,
  orderSpans,
  type DecayPoint,
  type ImpactCurve,
  type SessionOrders,
} from '#domain/microstructure';
import {
  assignTraders,
  Drops,
  flowWindows,
  labelled,
  metaorders,
  netSizeMin,
  TRADER_MAPPINGS,
  type DayTape,
  type ExecutedOrder,
  type TrainingOrder,
} from '#domain/training';
import { type ObservedSession } from './observe-session.js';

/** Which orders are looked at: synthetic metaorders, or windows of net flow that do not overlap (reference 10). */
export type OrderKind = 'METAORDERS' | 'WINDOWS';

/** Impact against size, and its decay, of one kind of orders. */
export interface ImpactStudy {
  readonly kind: OrderKind;
  readonly orders: number;
  /** Undefined where there are too few orders for a curve. */
  readonly curve: ImpactCurve | undefined;
  /** The same with the sign of every print replaced by the flip of a coin: its level should be around zero. */
  readonly placebo: ImpactCurve | undefined;
  readonly decay: readonly DecayPoint[];
}

/**
 * Over sessions of one instrument. `rng` deals the prints to synthetic traders, flips the coins and draws the bootstraps.
 * `config`: only orders of this mapping or window, e.g. `H20` or `T300`.
 */
export const impactStudy = (
  sessions: readonly ObservedSession[],
  kind: OrderKind,
  rng: Rng,
  config?: string,
): ImpactStudy => {
  const cut = sessions.map((observed) => cutOrders(observed, kind, rng, config));
  const flipped = sessions.map((observed) =>
    cutOrders({ ...observed, day: withCoinFlips(observed.day, rng) }, kind, rng, config),
  );
  return {
    kind,
    orders: cut.reduce((sum, { orders }) => sum + orders.length, 0),
    curve: impactCurve(impactRows(cut), rng),
    placebo: impactCurve(impactRows(flipped), rng),
    decay: impactDecay(
      cut.map(({ tape }) => tape),
      cut.map(orderSpans),
      rng,
    ),
  };
};

const cutOrders = (
  { session, day, tape, terms }: ObservedSession,
  kind: OrderKind,
  rng: Rng,
  config: string | undefined,
): SessionOrders => {
  const drops = new Drops();
  const executed =
    kind === 'METAORDERS'
      ? allMetaorders(day, rng, drops)
      : flowWindows(day, netSizeMin(terms, session), drops).filter(({ onGrid }) => onGrid);
  return {
    tape,
    orders: executed
      .filter((order) => config === undefined || order.config === config)
      .map((order) => labelled(order, day))
      .filter((order): order is TrainingOrder => order !== undefined),
    averageDailyVolume: terms.averageDailyVolume,
  };
};

const allMetaorders = (day: DayTape, rng: Rng, drops: Drops): readonly ExecutedOrder[] =>
  TRADER_MAPPINGS.flatMap((mapping) =>
    metaorders(day, mapping.name, assignTraders(mapping, day.childMs.length, rng), drops),
  );

const withCoinFlips = (day: DayTape, rng: Rng): DayTape => ({
  ...day,
  childSign: day.childSign.map(() => (rng.uniform() < 0.5 ? 1 : -1)),
});
