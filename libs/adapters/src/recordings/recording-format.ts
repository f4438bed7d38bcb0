import { type MarketSession } from '#domain/market-data';
import { type CsvSource } from './csv-source.js';
import { type Quarantine } from './quarantine.js';

/** The beginning of a file, unpacked: what a format is recognised by. */
export interface FileHead {
  /** The first 256 KiB, or all of a smaller file. */
  readonly bytes: Buffer;
  /** The first twenty lines as Latin-1 text without their ends, fewer where these bytes do not reach so far. */
  readonly lines: readonly string[];
}

/**
 * One format of recordings; `File` is what it knows of a file once it has recognised it. A new format is a folder with
 * one such object and a line in `formats.ts`.
 */
export interface RecordingFormat<File = unknown> {
  /** Its files in words, for somebody whose file was not recognised. */
  readonly files: string;
  /** What a file is, by its content; undefined when it is of another format. Throws RecordingError when it is not usable. */
  recognise(source: CsvSource, head: FileHead): File | undefined | Promise<File | undefined>;
  /**
   * The sessions in files that `recognise` returned, no file twice. Rows that are set aside, now and while a session
   * plays, go to `quarantine`. Throws RecordingError.
   */
  open(files: readonly File[], quarantine: Quarantine): Promise<readonly MarketSession[]>;
}
