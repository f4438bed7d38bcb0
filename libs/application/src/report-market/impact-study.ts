import { seededRng } from '#domain/core';
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
  TRADER_MAPPINGS,
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
  readonly decay: readonly DecayPoint[];
}

/** A smaller net of a window is no order (reference 10), units. */
const NET_UNITS_MIN = 100;

/** Over sessions of one instrument. `config`: only orders of this mapping or window, e.g. `H20` or `T300`. */
export const impactStudy = (
  sessions: readonly ObservedSession[],
  kind: OrderKind,
  seed: number,
  config?: string,
): ImpactStudy => {
  const cut = sessions.map((observed, i) => cutOrders(observed, kind, seed + i, config));
  return {
    kind,
    orders: cut.reduce((sum, { orders }) => sum + orders.length, 0),
    curve: impactCurve(impactRows(cut), seededRng(seed)),
    decay: impactDecay(
      cut.map(({ tape }) => tape),
      cut.map(orderSpans),
      seededRng(seed),
    ),
  };
};

const cutOrders = (
  { session, day, tape, terms }: ObservedSession,
  kind: OrderKind,
  seed: number,
  config: string | undefined,
): SessionOrders => {
  const drops = new Drops();
  const netSizeMin = NET_UNITS_MIN * session.sizeUnitsPerUnit;
  const executed =
    kind === 'METAORDERS'
      ? allMetaorders(day, seed, drops)
      : flowWindows(day, netSizeMin, drops).filter(({ onGrid }) => onGrid);
  return {
    tape,
    orders: executed
      .filter((order) => config === undefined || order.config === config)
      .map((order) => labelled(order, day))
      .filter((order): order is TrainingOrder => order !== undefined),
    averageDailyVolume: terms.averageDailyVolume,
  };
};

const allMetaorders = (day: ObservedSession['day'], seed: number, drops: Drops): readonly ExecutedOrder[] => {
  const rng = seededRng(seed);
  return TRADER_MAPPINGS.flatMap((mapping) =>
    metaorders(day, mapping.name, assignTraders(mapping, day.childMs.length, rng), drops),
  );
};
