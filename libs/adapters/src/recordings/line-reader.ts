import { readingError, type CsvSource } from './csv-source.js';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** What is kept of a line that is too long: enough to recognise it by. */
const LINE_BYTES_KEPT = 256;

/**
 * A streamed text file, one line at a time, as bytes: at any moment it holds one chunk of the file and the line that the
 * chunk's end cut in two. A line of more than `lineBytesMax` bytes is one bad line and kept in part only.
 */
export class LineReader {
  /** Number of the current line, from 1. */
  line = 0;
  /** The current line lies in `buffer` from `start` to `end`, without its end. */
  buffer: Buffer = Buffer.alloc(0);
  start = 0;
  end = 0;
  /** Whether the line has an end: the last one of a file may not. */
  isTerminated = true;
  isTooLong = false;

  /** Where the next line starts. */
  protected position = 0;

  private chunks: AsyncIterator<Buffer> | undefined;
  private atEnd = false;
  private cut = false;

  constructor(
    readonly source: CsvSource,
    private readonly lineBytesMax: number,
  ) {}

  /** Moves to the next line when it is already in memory; otherwise `advance` has to. */
  next(): boolean {
    const lineFeed = this.buffer.indexOf(LINE_FEED, this.position);
    if (lineFeed === -1) return false;
    this.takeUntil(lineFeed);
    return true;
  }

  /** Moves to the next line, reading on as far as needed; false at the end of the file. Throws RecordingError when it breaks. */
  async advance(): Promise<boolean> {
    while (!this.next()) {
      if (this.atEnd) return this.takeRest();
      await this.fill();
    }
    return true;
  }

  /** Lets go of the file; to be called when reading stops before the end. */
  close(): void {
    void this.chunks?.return?.();
  }

  /** Where in `buffer` the next line starts; it need not be there yet. */
  get nextStart(): number {
    return this.position;
  }

  /** What is in memory after the current line, as text: of a file that broke, what there is of its last line. */
  rest(): string {
    return this.buffer.toString('latin1', this.position);
  }

  /** The current line as text. */
  text(): string {
    return this.buffer.toString('latin1', this.start, this.end);
  }

  /** The line ends at a line feed, and at the carriage return before it where there is one. */
  protected takeUntil(lineFeed: number): void {
    const hasReturn = lineFeed > this.position && this.buffer[lineFeed - 1] === CARRIAGE_RETURN;
    this.isTerminated = true;
    this.take(hasReturn ? lineFeed - 1 : lineFeed, lineFeed + 1);
  }

  protected take(end: number, next: number): void {
    this.start = this.position;
    this.end = end;
    this.position = next;
    this.line += 1;
    this.isTooLong = this.cut;
    this.cut = false;
  }

  /** The last line, when the file does not end in a line feed. */
  private takeRest(): boolean {
    const { length } = this.buffer;
    if (this.position === length) return false;
    this.isTerminated = false;
    this.take(length, length);
    return true;
  }

  private async fill(): Promise<void> {
    const chunk = await this.read();
    if (chunk === undefined) {
      this.atEnd = true;
      return;
    }
    let rest = this.buffer.subarray(this.position);
    if (rest.length > this.lineBytesMax) {
      rest = rest.subarray(0, LINE_BYTES_KEPT);
      this.cut = true;
    }
    this.buffer = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    this.position = 0;
  }

  private async read(): Promise<Buffer | undefined> {
    try {
      this.chunks ??= (await this.source.open())[Symbol.asyncIterator]();
      const chunk = await this.chunks.next();
      return chunk.done === true ? undefined : chunk.value;
    } catch (error) {
      throw readingError(this.source, error);
    }
  }
}
