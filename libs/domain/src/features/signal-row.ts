import { err, ok, type Failure, type Instant, type Result } from '#domain/core';

/** What a signal is about: one instrument, or everything in a market. */
export type SignalScope = `instrument:${string}` | `market:${string}`;

/**
 * One figure from outside the market, and since when it was known.
 *
 * A row whose `eventAt` is after its `knownAt` announces a scheduled event; it has no value yet (NaN). A row without
 * `eventAt` is of the moment at which it was known. A row of the same name, scope and event with a higher version
 * corrects the one before it, from its own `knownAt` on: what was known earlier stays what it was.
 */
export interface SignalRow {
  /** `implied-volatility`, `sentiment`, `us-cpi-surprise`. */
  readonly name: string;
  readonly scope: SignalScope;
  readonly knownAt: Instant;
  readonly eventAt?: Instant;
  /** NaN for an announcement. */
  readonly value: number;
  /** Who says so. */
  readonly source: string;
  /** Counts the corrections of one figure, from 1. */
  readonly version: number;
}

export type InvalidSignal = Failure<'INVALID_SIGNAL'>;

/** A series that features read, and what its values may be. */
export interface RangedSignal {
  readonly name: string;
  readonly least: number;
  readonly most: number;
}

/** Standard deviation of the log return over a year, as a fraction. */
export const IMPLIED_VOLATILITY: RangedSignal = { name: 'implied-volatility', least: 0, most: 100 };
/** Tone of news and social text, from -1 (everything bad) to 1. */
export const SENTIMENT: RangedSignal = { name: 'sentiment', least: -1, most: 1 };

/** Says that something will happen, and not yet what. */
export const isAnnouncement = ({ knownAt, eventAt }: SignalRow): boolean => eventAt !== undefined && eventAt > knownAt;

/** The row as it is, or the first field that is wrong and what is allowed there. */
export const checkedSignalRow = (row: SignalRow): Result<SignalRow, InvalidSignal> => {
  const refuse = (field: keyof SignalRow, allowed: string): Result<never, InvalidSignal> =>
    err({ code: 'INVALID_SIGNAL', field, allowed, message: `signal ${field}: expected ${allowed}` });
  if (row.name.trim() === '') return refuse('name', 'a name that is not empty');
  if (!/^(instrument|market):./.test(row.scope)) return refuse('scope', 'instrument:ID or market:NAME');
  if (!(Number.isSafeInteger(row.version) && row.version >= 1)) return refuse('version', 'a whole number from 1');
  if (isAnnouncement(row)) return Number.isNaN(row.value) ? ok(row) : refuse('value', 'no value before the event');
  const range = RANGED_SIGNALS.find(({ name }) => name === row.name);
  if (range !== undefined && !(row.value >= range.least && row.value <= range.most)) {
    return refuse('value', `a number from ${range.least} to ${range.most}`);
  }
  return Number.isFinite(row.value) ? ok(row) : refuse('value', 'a finite number');
};

const RANGED_SIGNALS = [IMPLIED_VOLATILITY, SENTIMENT];
