import { type BookSide, type SessionTimeNs } from '#domain/market-data';

/** Best price and size of one side, as last told; size 0 when nothing rests there. */
export interface BestQuote {
  price: number;
  size: number;
}

/** A recording of the national best bid and offer, one state per moment. */
export interface QuoteTape {
  /** The moment of the current state. */
  readonly timeNs: SessionTimeNs;
  /** One side at that moment; undefined until the recording has spoken of it. */
  best(side: BookSide): BestQuote | undefined;
  /** Moves to the next moment; false at the end. Throws RecordingError when the file breaks. */
  next(): Promise<boolean>;
  /** Lets go of the file. */
  close(): void;
}
