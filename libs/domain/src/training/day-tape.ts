/** Whole milliseconds since a session's origin: the resolution at which orders are cut out of a tape (reference 10). */
export type SessionTimeMs = number;

export const NS_PER_MS = 1e6;

/** How many prints of a day were used for what. */
export interface PrintCounts {
  /** On exchange, displayed, within trading hours, with a known aggressor: these make child orders. */
  readonly signed: number;
  /** Counted in volume only. */
  readonly offExchange: number;
  readonly hidden: number;
  readonly irregular: number;
  /** Displayed, but neither a quote nor an earlier price says who the aggressor was. */
  readonly unsigned: number;
  /** Left out everywhere: opening, closing and reopening prints, and what printed outside trading hours. */
  readonly auction: number;
  readonly outsideHours: number;
}

/**
 * One instrument's day as training rows are cut out of it. Prices in price units, sizes in size units of its session.
 * Columns of one group have one length and are ordered by time.
 */
export interface DayTape {
  readonly openMs: SessionTimeMs;
  readonly closeMs: SessionTimeMs;
  /** Up to where the recording tells the mid: the close, or its last event where it ends over a minute earlier. */
  readonly coveredMs: SessionTimeMs;
  readonly prints: PrintCounts;
  /** Child orders: signed prints of equal (ms, sign) merged, in order of their first print; notional is price x size. */
  readonly childMs: Float64Array;
  readonly childSign: Float64Array;
  readonly childSize: Float64Array;
  readonly childNotional: Float64Array;
  /** (bid + ask)/2 after the last change of each millisecond that had one; NaN where a side was empty or trading stood still. */
  readonly midMs: Float64Array;
  readonly mid: Float64Array;
  /** Size traded in trading hours up to and including each millisecond that had a print; auctions are not in it. */
  readonly volumeMs: Float64Array;
  readonly cumulativeVolume: Float64Array;
}

/** The last mid strictly before a time, in price units; NaN when there is none. */
export const midBefore = ({ midMs, mid }: DayTape, timeMs: SessionTimeMs): number => {
  const row = firstAtOrAfter(midMs, timeMs) - 1;
  return row < 0 ? NaN : mid[row]!;
};

/** Size traded by everyone in [startMs, endMs), off exchange included, in size units. */
export const volumeBetween = (tape: DayTape, startMs: SessionTimeMs, endMs: SessionTimeMs): number =>
  volumeBefore(tape, endMs) - volumeBefore(tape, startMs);

const volumeBefore = ({ volumeMs, cumulativeVolume }: DayTape, timeMs: SessionTimeMs): number => {
  const row = firstAtOrAfter(volumeMs, timeMs) - 1;
  return row < 0 ? 0 : cumulativeVolume[row]!;
};

/** The first row of a rising column whose value is `value` or more; its length when there is none. */
export const firstAtOrAfter = (column: Float64Array, value: number): number => {
  let low = 0;
  let high = column.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (column[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
};
