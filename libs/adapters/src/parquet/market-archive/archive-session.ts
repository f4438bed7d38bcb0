import { DOUBLE, UTINYINT } from '@duckdb/node-api';
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { formatInstant } from '#domain/core';
import {
  CODE_COLUMNS,
  NUMBER_COLUMNS,
  type EventBatch,
  type MarketSession,
  type SessionTimeNs,
} from '#domain/market-data';
import { copyRows, type SourceColumn } from '../copy-rows.js';
import { ParquetError, parquetError } from '../parquet-error.js';
import { writeUnpublished, type UnpublishedFile } from '../replace-file.js';
import { EventChecksum } from './checksum.js';
import { ARCHIVED_COLUMNS } from './event-columns.js';
import { PartBuffer } from './part-buffer.js';
import { partMetadata, saidOf } from './part-metadata.js';
import { describeSession } from './session-description.js';

/** A row group of Parquet has a quarter of it; so much is held in memory (41 MB), however long the session is. */
const PART_EVENTS_MAX = 491_520;
const NS_PER_DAY = 86_400n * 1_000_000_000n;

export interface ArchivedSession {
  readonly events: number;
  /** In the order of their events. */
  readonly paths: readonly string[];
}

/**
 * Writes a session into the archive in the folder `root`, as `venue=.../symbol=.../day=YYYY-MM-DD/*.parquet`: the day is the
 * UTC day of an event's decision time, and a day of many events has several files. Its files appear when all of them
 * are on the disk; with the last one missing it cannot be taken for whole. Throws ParquetError ALREADY_WRITTEN when the
 * archive has a session of this venue, instrument and origin, INACCESSIBLE when it cannot be written; and what the
 * session itself throws.
 */
export const archiveSession = async (
  root: string,
  venue: string,
  session: MarketSession,
  eventsPerFile = PART_EVENTS_MAX,
): Promise<ArchivedSession> => {
  const writer = new SessionWriter(root, venue, session, eventsPerFile);
  try {
    await writer.refuseRepetition();
    for await (const batch of session.events()) await writer.write(batch);
    return await writer.finish();
  } catch (error) {
    await writer.discard();
    throw error;
  }
};

class SessionWriter {
  private readonly folder: string;
  private readonly name: string;
  private readonly sessionText: string;
  private readonly buffer: PartBuffer;
  private readonly files: UnpublishedFile[] = [];
  /** The day of the events in the buffer, as its start; before the first event, the day of the session's origin. */
  private day: bigint;
  private events = 0;

  constructor(
    root: string,
    venue: string,
    private readonly session: MarketSession,
    eventsPerFile: number,
  ) {
    this.folder = join(
      root,
      `venue=${encodeURIComponent(venue)}`,
      `symbol=${encodeURIComponent(session.instrumentId)}`,
    );
    this.name = formatInstant(session.origin).replaceAll(/[-:]/g, '');
    this.sessionText = describeSession(session);
    this.buffer = new PartBuffer(eventsPerFile);
    this.day = startOfDay(session.origin);
  }

  async refuseRepetition(): Promise<void> {
    for (const name of await namesBelow(this.folder)) {
      if (!basename(name).startsWith(`${this.name}-`)) continue;
      throw new ParquetError('ALREADY_WRITTEN', join(this.folder, name), 'this session is in the archive already');
    }
  }

  async write(batch: EventBatch): Promise<void> {
    let row = 0;
    while (row < batch.length) {
      row = this.buffer.take(batch, row, this.dayEndNs());
      if (row === batch.length) return;
      await this.writePart(false);
      this.day = startOfDay(this.session.origin + BigInt(batch.decisionNs[row]!));
    }
  }

  async finish(): Promise<ArchivedSession> {
    await this.writePart(true);
    for (const file of this.files) await file.publish();
    return { events: this.events, paths: this.files.map(({ path }) => path) };
  }

  async discard(): Promise<void> {
    for (const file of this.files) await file.discard();
  }

  private dayEndNs(): SessionTimeNs {
    return Number(this.day + NS_PER_DAY - this.session.origin);
  }

  private async writePart(isLast: boolean): Promise<void> {
    const { events } = this.buffer;
    // An origin before midnight says nothing of the day of the first event.
    if (events.length === 0 && !isLast) return;
    const [part, { sessionText }] = [this.files.length, this];
    const day = formatInstant(this.day).slice(0, 10);
    const path = join(this.folder, `day=${day}`, `${this.name}-${String(part).padStart(4, '0')}.parquet`);
    const checksum = new EventChecksum(saidOf({ sessionText, part, isLast }));
    checksum.add(events);
    const metadata = partMetadata({ sessionText, part, isLast, checksum: checksum.toString() });
    this.files.push(
      await writeUnpublished(path, (temporary) =>
        copyRows(temporary, {
          rowCount: events.length,
          sources: sourcesOf(events),
          columns: ARCHIVED_COLUMNS.map(({ name, store }) => ({ name, expression: store(this.session.origin) })),
          metadata,
        }),
      ),
    );
    this.events += events.length;
    this.buffer.clear();
  }
}

const sourcesOf = (events: EventBatch): readonly SourceColumn[] => [
  ...CODE_COLUMNS.map((name) => ({ name, type: UTINYINT, value: (row: number) => events[name][row]! })),
  ...NUMBER_COLUMNS.map((name) => ({ name, type: DOUBLE, value: (row: number) => events[name][row]! })),
];

const startOfDay = (instant: bigint): bigint => instant - (((instant % NS_PER_DAY) + NS_PER_DAY) % NS_PER_DAY);

/** The files in a folder and in those within; none where there is no such folder yet. */
const namesBelow = async (folder: string): Promise<readonly string[]> => {
  try {
    return (await readdir(folder, { recursive: true })).sort();
  } catch (error) {
    const known = parquetError(folder, error);
    if (known.code === 'FILE_NOT_FOUND') return [];
    throw known;
  }
};
