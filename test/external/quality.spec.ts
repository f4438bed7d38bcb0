import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from '@jest/globals';
import { openSessions, Quarantine } from '#adapters/recordings';
import { MarketTracker, type Fault, type MarketQuality, type QuarantinedRow } from '#domain/market-data';

// Real recordings lie outside the project; this suite says so loudly when they do not.
const RECORDINGS = process.env.RECORDINGS ?? join(import.meta.dirname, '../../../shared/data');

/** Eleven days of LEAN are four million rows. */
const PLAYED_WITHIN_MS = 300_000;

beforeAll(() => {
  if (!existsSync(RECORDINGS)) throw new Error(`no recordings at ${RECORDINGS}: set RECORDINGS to their folder`);
});

// What may be counted in a recording that is sound; every other fault would be a false alarm.
it.each<[string, readonly Fault[]]>([
  // The diffs before a snapshot; the recorder's clock of 2024 was 1.5 s late.
  ['binance', ['NO_SNAPSHOT', 'COVERED', 'CLOCK_AHEAD']],
  ['lobster', []],
  // Best quotes across venues lock, and cross for a moment; AIG's stayed crossed over the open of 2013-10-09.
  ['lean', ['LOCKED', 'CROSSED', 'STAYS_CROSSED']],
  // An order that meets another is in the book until its execution is told.
  ['bitstamp', ['LOCKED', 'CROSSED']],
])(
  '%s: no false alarm',
  async (folder, allowed) => {
    const opened = await openSessions([join(RECORDINGS, folder)], new Quarantine());
    if (!opened.ok) throw opened.error;
    for (const session of opened.value) {
      const setAside: QuarantinedRow[] = [];
      const tracker = new MarketTracker(session);
      tracker.quarantineTo((row) => setAside.push(row));
      for await (const batch of session.events()) tracker.applyAll(batch);
      const quality = tracker.quality();
      const { rows } = quality;
      expect(setAside).toEqual([]);
      expect(rows.applied + rows.ignored + rows.held).toBe(rows.taken);
      expect(seen(quality).filter((fault) => !allowed.includes(fault))).toEqual([]);
      expect(quality).toMatchObject({ validity: 'VALID', staleSeconds: 0 });
    }
  },
  PLAYED_WITHIN_MS,
);

const seen = ({ faults }: MarketQuality): readonly Fault[] =>
  (Object.keys(faults) as Fault[]).filter((fault) => faults[fault] > 0);
