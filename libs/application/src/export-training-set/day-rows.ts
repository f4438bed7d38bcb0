import { seededRng } from '#domain/core';
import {
  MarketTracker,
  type InstrumentTable,
  type KnownTerms,
  type MarketSession,
  type QuarantinedRow,
} from '#domain/market-data';
import {
  arrivedIn,
  assignTraders,
  Drops,
  flowWindows,
  labelDeskOrder,
  labelled,
  metaorders,
  netSizeMin,
  TapeRecorder,
  TRADER_MAPPINGS,
  type DayTape,
  type DeskOrder,
  type ExecutedOrder,
  type RefusalReason,
  type RefusedRow,
  type TraderMapping,
  type TrainingOrder,
} from '#domain/training';

/** The labelled orders of one instrument's day, in the order of the file. */
export interface DayRows {
  readonly session: MarketSession;
  /** UTC date of the open, YYYY-MM-DD. */
  readonly date: string;
  /** What somebody vouches for, overrides first. */
  readonly terms: KnownTerms;
  readonly rows: readonly TrainingOrder[];
  readonly tape: DayTape;
  readonly drops: Drops;
  /** Orders of a desk that arrived on this day and cannot be labelled. */
  readonly refused: readonly RefusedRow[];
}

export interface CutPlan {
  readonly overrides: InstrumentTable;
  readonly seed: number;
  /** Orders of a desk, of any day and instrument. */
  readonly desk: readonly DeskOrder[];
  /** Nothing is cut out of the tape. */
  readonly deskOnly?: boolean;
  /** Hears of every row that the guard of a feed sets aside. */
  setAside(row: QuarantinedRow): void;
}

/**
 * Plays a session once, cuts the orders of the public tape out of it, and labels those of `desk` that arrived in it. `date` is
 * the session's day, YYYY-MM-DD.
 */
export const cutOrders = async (session: MarketSession, date: string, plan: CutPlan): Promise<DayRows> => {
  const { overrides, seed, desk } = plan;
  const recorder = new TapeRecorder();
  const tracker = new MarketTracker(session, overrides.get(session.instrumentId), recorder);
  tracker.quarantineTo((row) => {
    plan.setAside(row);
  });
  for await (const batch of session.events()) tracker.applyAll(batch);
  const tape = recorder.tape(session);
  const drops = new Drops();
  const ofTheTape =
    plan.deskOnly === true
      ? []
      : [
          ...labelAll(inOrderOfStart(syntheticMetaorders(tape, session, date, seed, drops)), tape, drops),
          ...labelAll(flowWindows(tape, netSizeMin(tracker.known, session), drops), tape, drops),
        ];
  const own = labelDesk(
    desk.filter((order) => arrivedIn(order, session)),
    tape,
    session,
  );
  const rows = [...ofTheTape, ...own.rows];
  return { session, date, terms: tracker.known, rows, tape, drops, refused: own.refused };
};

const syntheticMetaorders = (
  tape: DayTape,
  session: MarketSession,
  date: string,
  seed: number,
  drops: Drops,
): readonly ExecutedOrder[] =>
  TRADER_MAPPINGS.flatMap((mapping) => {
    const rng = seededRng(streamSeed(seed, mapping, session.instrumentId, date));
    return metaorders(tape, mapping.name, assignTraders(mapping, tape.childMs.length, rng), drops);
  });

const labelDesk = (
  desk: readonly DeskOrder[],
  tape: DayTape,
  session: MarketSession,
): { readonly rows: readonly TrainingOrder[]; readonly refused: readonly RefusedRow[] } => {
  const rows: TrainingOrder[] = [];
  const refused: RefusedRow[] = [];
  for (const order of desk) {
    const row = labelDeskOrder(order, tape, session);
    if (typeof row === 'string') refused.push(refusedOrder(order, row));
    else rows.push(row);
  }
  return { rows: rows.sort((a, b) => a.startMs - b.startMs), refused };
};

const WHY: Partial<Readonly<Record<RefusalReason, string>>> = {
  NO_SESSION: 'no session of its instrument was open when it arrived',
  OUTSIDE_TRADING_HOURS: 'it ends after the close',
  AFTER_THE_RECORDING: 'the recording ends before it',
  NO_MID_BEFORE_THE_START: 'no two-sided quote stood before it',
  PRICE_FAR_FROM_MARKET: 'its fills are less than half or more than twice the arrival mid',
};

/** The row of an order that was well-formed and found no market. */
export const refusedOrder = ({ line, order }: DeskOrder, reason: RefusalReason): RefusedRow => ({
  table: 'orders',
  line,
  orderId: order.orderId,
  reason,
  message: WHY[reason] ?? reason,
});

const inOrderOfStart = (orders: readonly ExecutedOrder[]): readonly ExecutedOrder[] =>
  [...orders].sort((a, b) => a.startMs - b.startMs);

const labelAll = (orders: readonly ExecutedOrder[], tape: DayTape, drops: Drops): readonly TrainingOrder[] =>
  orders.flatMap((order) => {
    const row = labelled(order, tape);
    if (row === undefined) drops.count(order.definition, 'NO_MID_BEFORE_THE_START');
    return row ?? [];
  });

/** A stream of its own for every mapping, instrument and day, so that adding one changes the rows of no other. FNV-1a. */
const streamSeed = (seed: number, mapping: TraderMapping, instrumentId: string, date: string): number => {
  let hash = 0x811c9dc5;
  for (const character of `${seed}/${mapping.name}/${instrumentId}/${date}`) {
    hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193);
  }
  return hash;
};
