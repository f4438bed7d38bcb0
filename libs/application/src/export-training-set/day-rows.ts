import { seededRng } from '#domain/core';
import { MarketTracker, type InstrumentTable, type KnownTerms, type MarketSession } from '#domain/market-data';
import {
  assignTraders,
  Drops,
  flowWindows,
  labelled,
  metaorders,
  TapeRecorder,
  TRADER_MAPPINGS,
  type DayTape,
  type ExecutedOrder,
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
}

/** A round lot of shares (reference 10); other instruments have no such lot, so that any net flow is one. */
const NET_UNITS_MIN_EQUITY = 100;

/** Plays a session once and cuts the orders of the public tape out of it. `date` is the session's day, YYYY-MM-DD. */
export const cutOrders = async (
  session: MarketSession,
  date: string,
  overrides: InstrumentTable,
  seed: number,
): Promise<DayRows> => {
  const recorder = new TapeRecorder();
  const tracker = new MarketTracker(session, overrides.get(session.instrumentId), recorder);
  for await (const batch of session.events()) tracker.applyAll(batch);
  const tape = recorder.tape(session);
  const drops = new Drops();
  const netSizeMin = tracker.known.kind === 'EQUITY' ? NET_UNITS_MIN_EQUITY * session.sizeUnitsPerUnit : 0;
  const metaorderRows = TRADER_MAPPINGS.flatMap((mapping) => {
    const rng = seededRng(streamSeed(seed, mapping, session.instrumentId, date));
    return metaorders(tape, mapping.name, assignTraders(mapping, tape.childMs.length, rng), drops);
  });
  const rows = [
    ...labelAll(inOrderOfStart(metaorderRows), tape, drops),
    ...labelAll(flowWindows(tape, netSizeMin, drops), tape, drops),
  ];
  return { session, date, terms: tracker.known, rows, tape, drops };
};

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
