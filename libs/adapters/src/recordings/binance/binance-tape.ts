import { type EventBatch } from '#domain/market-data';
import { LineReader } from '../line-reader.js';
import { type Quarantine, type QuarantineReason } from '../quarantine.js';
import { RecordingError } from '../recording-error.js';
import { type BinanceDecoder } from './binance-decoder.js';
import { ReceiveStamp } from './receive-stamp.js';
import { LINE_BYTES_MAX, type BinanceFile } from './survey.js';

/** A line that is later than both its neighbours by more than this is wrong, not they. */
const LEAP_SECONDS = 60;

/** What the tape has to know of its session. */
export interface TapeSession {
  /** Its hours, in seconds since 1970. */
  readonly openSecond: number;
  readonly closeSecond: number;
  /** Whether changes of the book are wanted: without a snapshot nothing can be made of them. */
  readonly wantsDiffs: boolean;
}

/** One file of a recording, line by line. A line that cannot be read is set aside, and the next one is read. */
export class BinanceTape {
  private readonly reader: LineReader;
  private readonly nextStamp = new ReceiveStamp();
  private lastSecond: number;

  constructor(
    file: BinanceFile,
    private readonly decoder: BinanceDecoder,
    private readonly session: TapeSession,
    private readonly quarantine: Quarantine,
  ) {
    this.reader = new LineReader(file.source, LINE_BYTES_MAX);
    this.lastSecond = file.survey.firstSecond;
  }

  /** Appends the events of the next line to `out`; false at the end of the file. Throws RecordingError when it breaks. */
  async step(out: EventBatch): Promise<boolean> {
    const { reader } = this;
    if (!reader.next() && !(await this.advance())) return false;
    const fault = this.read();
    if (fault === undefined) this.tell(out);
    else this.quarantine.add(reader.source.name, reader.line, fault, reader.text());
    return true;
  }

  close(): void {
    this.reader.close();
  }

  /** A compressed file that was cut short ends where it ends; what there is of its last line is set aside. */
  private async advance(): Promise<boolean> {
    const { reader } = this;
    try {
      return await reader.advance();
    } catch (error) {
      if (!(error instanceof RecordingError && error.code === 'CUT_SHORT')) throw error;
      this.quarantine.add(reader.source.name, reader.line + 1, 'FILE_CUT_SHORT', reader.rest());
      return false;
    }
  }

  /** Reads the current line; the reason when it cannot be read or is not of this session. */
  private read(): QuarantineReason | undefined {
    const { reader, decoder } = this;
    if (reader.isTooLong || reader.end - reader.start > LINE_BYTES_MAX) return 'LINE_TOO_LONG';
    const fault = decoder.read(reader.buffer, reader.start, reader.end);
    if (fault !== undefined) return reader.isTerminated ? fault : 'HALF_WRITTEN_LINE';
    return this.timeFault(decoder.message.received.seconds);
  }

  /** A time that leaps ahead of the rest would make all that follows seem late: the next line gives it away. */
  private timeFault(second: number): QuarantineReason | undefined {
    const { reader, session, nextStamp } = this;
    if (second < session.openSecond || second >= session.closeSecond) return 'TIME_OUT_OF_DAY';
    if (second - this.lastSecond > LEAP_SECONDS) {
      const hasNext = nextStamp.read(reader.buffer, reader.nextStart, reader.buffer.length) !== -1;
      if (hasNext && second - nextStamp.seconds > LEAP_SECONDS) return 'TIME_AHEAD';
    }
    this.lastSecond = second;
    return undefined;
  }

  private tell(out: EventBatch): void {
    const { decoder, quarantine } = this;
    const { kind } = decoder.message;
    if (kind === 'OTHER') quarantine.leaveOut('MARK_PRICE');
    else if (kind === 'DIFF' && !this.session.wantsDiffs) quarantine.leaveOut('DIFF_WITHOUT_SNAPSHOT');
    else decoder.append(out);
  }
}
