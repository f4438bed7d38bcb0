import { BPS } from '#domain/core';
import { feeOf, type FeeSchedule } from '../venue/fee-schedule.js';
import { type MidHistory } from './mid-history.js';
import { shiftOf } from './own-impact.js';
import { type Execution } from './own-order.js';
import { type RestedChild } from './worked-order.js';
import { type ParentOrder } from './work-plan.js';

/** After each fill, seconds: what the mid did then. */
export const MARKOUT_SECONDS = [1, 10, 60, 300] as const;

/**
 * Implementation shortfall (Perold 1988): what the order cost against a purchase of all of it at the arrival mid, bps of that;
 * positive is worse. The parts sum to the total.
 */
export interface ShortfallBps {
  readonly total: number;
  /** Fills against the mid they met: half spreads, deeper levels; below zero for what was posted. */
  readonly spread: number;
  /** What the recorded mid did between arrival and the fills. */
  readonly timing: number;
  /** What the overlay adds for our own earlier executions; 0 without one. */
  readonly ownImpact: number;
  readonly fees: number;
  /** What was not filled, at the mid when the order ended. */
  readonly opportunity: number;
}

/** How the posted orders stood. */
export interface QueueStatistics {
  /** Times an order joined a queue. */
  readonly joins: number;
  /** Share of what was posted that was filled where it rested; NaN when nothing was. */
  readonly filledShare: number;
  /** Mean size ahead when joining, in units, over the joins of which it was known; NaN when it was of none. */
  readonly meanAheadUnits: number;
  /** Mean time from joining the queue to the fill, weighted by size; NaN without a fill. */
  readonly meanWaitSeconds: number;
}

/** What became of one order. Prices in price units, sizes in size units, times as session times. */
export interface OrderResult {
  readonly order: ParentOrder;
  readonly arrivalMid: number;
  readonly filledSize: number;
  /** Of which so much was posted and taken by somebody. */
  readonly addedSize: number;
  readonly fills: number;
  /** NaN without a fill. */
  readonly averagePrice: number;
  readonly lastFillNs: number;
  readonly shortfallBps: ShortfallBps;
  readonly queue: QueueStatistics;
  /**
   * At `MARKOUT_SECONDS`: the recorded mid that long after each fill against it, in the order's direction, weighted by size, bps of the
   * arrival mid; positive is in our favour. NaN where the recording ends before.
   */
  readonly markoutsBps: readonly number[];
}

/** What an order did, as it is measured. */
export interface WorkDone {
  readonly order: ParentOrder;
  readonly executions: readonly Execution[];
  readonly entries: readonly RestedChild[];
  /** Of our own making when the order ended, bps. */
  readonly endShiftBps: number;
}

/** The market that it is measured against. */
export interface Yardstick {
  readonly mids: MidHistory;
  readonly fees: FeeSchedule;
  readonly priceUnitsPerCurrency: number;
  readonly sizeUnitsPerUnit: number;
  /** Until when mids are known. */
  readonly knownUntilNs: number;
}

export const measureOrder = (work: WorkDone, yardstick: Yardstick): OrderResult => {
  const { order, executions } = work;
  const arrivalMid = yardstick.mids.before(order.startNs);
  const filledSize = sum(executions, ({ size }) => size);
  return {
    order,
    arrivalMid,
    filledSize,
    addedSize: sum(executions, ({ size, liquidity }) => (liquidity === 'ADDED' ? size : 0)),
    fills: executions.length,
    averagePrice: sum(executions, ({ price, size }) => price * size) / (filledSize === 0 ? NaN : filledSize),
    lastFillNs: executions.at(-1)?.timeNs ?? NaN,
    shortfallBps: shortfall(work, arrivalMid, filledSize, yardstick),
    queue: queueStatistics(work, yardstick.sizeUnitsPerUnit),
    markoutsBps: MARKOUT_SECONDS.map((seconds) => markout(work, arrivalMid, seconds, yardstick)),
  };
};

const shortfall = (
  { order: { sign, size, endNs }, executions, endShiftBps }: WorkDone,
  arrivalMid: number,
  filledSize: number,
  { mids, fees, priceUnitsPerCurrency, sizeUnitsPerUnit }: Yardstick,
): ShortfallBps => {
  const inBps = (money: number): number => (money * BPS) / (size * arrivalMid);
  const feeOfFill = ({ liquidity, price, size: filled }: Execution): number =>
    feeOf(liquidity === 'ADDED' ? fees.maker : fees.taker, price / priceUnitsPerCurrency, filled / sizeUnitsPerUnit);
  const endMid = mids.before(endNs);
  const endShift = shiftOf(endShiftBps, endMid);
  const parts = {
    spread: inBps(sum(executions, (fill) => sign * fill.size * (fill.price - fill.ownShift - fill.mid))),
    timing: inBps(sum(executions, (fill) => sign * fill.size * (fill.mid - arrivalMid))),
    ownImpact: inBps(sum(executions, (fill) => sign * fill.size * fill.ownShift)),
    fees: inBps(priceUnitsPerCurrency * sizeUnitsPerUnit * sum(executions, feeOfFill)),
    opportunity: inBps(sign * (size - filledSize) * (endMid + endShift - arrivalMid)),
  };
  return { total: parts.spread + parts.timing + parts.ownImpact + parts.fees + parts.opportunity, ...parts };
};

const NS_PER_SECOND = 1e9;

const queueStatistics = ({ executions, entries }: WorkDone, sizeUnitsPerUnit: number): QueueStatistics => {
  const known = entries.filter(({ ahead }) => !Number.isNaN(ahead));
  const added = executions.filter(({ liquidity }) => liquidity === 'ADDED');
  const addedSize = sum(added, ({ size }) => size);
  return {
    joins: entries.length,
    filledShare: addedSize / postedSize(entries),
    meanAheadUnits: sum(known, ({ ahead }) => ahead) / (known.length * sizeUnitsPerUnit),
    meanWaitSeconds:
      sum(added, (fill) => fill.size * (fill.timeNs - joinedNs(entries, fill))) / (addedSize * NS_PER_SECOND),
  };
};

/** An order that moved was posted once: what counts is the most of each that rested. */
const postedSize = (entries: readonly RestedChild[]): number => {
  const most = new Map<number, number>();
  for (const { orderId, size } of entries) most.set(orderId, Math.max(size, most.get(orderId) ?? 0));
  return sum([...most.values()], (size) => size);
};

/** When the order of a fill joined the queue in which it was filled. */
const joinedNs = (entries: readonly RestedChild[], { orderId, timeNs }: Execution): number =>
  entries.findLast((entry) => entry.orderId === orderId && entry.restedNs <= timeNs)!.restedNs;

const markout = (
  { order: { sign }, executions }: WorkDone,
  arrivalMid: number,
  seconds: number,
  { mids, knownUntilNs }: Yardstick,
): number => {
  const afterNs = seconds * NS_PER_SECOND;
  const gain = sum(executions, ({ timeNs, size, price, ownShift }) =>
    timeNs + afterNs > knownUntilNs ? NaN : sign * size * (mids.before(timeNs + afterNs) - (price - ownShift)),
  );
  return (gain * BPS) / (sum(executions, ({ size }) => size) * arrivalMid);
};

const sum = <T>(values: readonly T[], of: (value: T) => number): number =>
  values.reduce((total, value) => total + of(value), 0);
