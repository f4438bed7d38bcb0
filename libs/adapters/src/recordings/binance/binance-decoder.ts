import {
  ASK,
  BID,
  EventKind,
  FROM_SNAPSHOT,
  MORE_FOLLOWS,
  TradeCondition,
  type BookSide,
  type EventBatch,
  type SessionTimeNs,
} from '#domain/market-data';
import { type QuarantineReason } from '../quarantine.js';
import { BinanceMessage } from './binance-message.js';

const NS_PER_SECOND = 1e9;
const NS_PER_MS = 1e6;
const MS_PER_SECOND = 1e3;

/** A message has no more levels than a tenth of its bytes: `["1","0"],` is the shortest. */
const BYTES_PER_LEVEL_MIN = 10;

/** Rows that a batch must have free for a line of so many bytes: its levels and the one before them that clears. */
export const rowsOfLine = (bytes: number): number => Math.ceil(bytes / BYTES_PER_LEVEL_MIN) + 2;

/** What has to be known of a recording before its first line. */
export interface BinanceContext {
  /** In capitals, e.g. BTCUSDT: messages of others are set aside. */
  readonly symbol: string;
  /** The session's time 0, in seconds since 1970. */
  readonly originSeconds: number;
}

/**
 * Turns lines of a recording into events, one message after the other, as they were recorded: nothing is put in order and
 * nothing is left out.
 *
 * A diff becomes LEVEL rows that share its U, u and pu; a snapshot a CLEAR and LEVEL rows; a book ticker the BEST of both
 * sides; a trade a TRADE. Where a spot diff says no pu it is U - 1, and of a trade t - 1: both are numbered without a gap.
 * A diff without levels is told with the diff that follows it, which then covers the updates of both.
 *
 * `exchangeNs` is by T, else E, else the receive time; `decisionNs` is the receive time, and where the recorder's clock
 * went back, the time of the message before.
 */
export class BinanceDecoder {
  /** The message that was decoded last. */
  readonly message: BinanceMessage;

  private readonly originSeconds: number;
  private readonly originMs: number;
  private decisionNs: SessionTimeNs = 0;
  /** First update and predecessor of diffs without levels, and the last of them; NaN when there are none. */
  private emptyFirst = NaN;
  private emptyPrevious = NaN;
  private emptyLast = NaN;

  constructor({ symbol, originSeconds }: BinanceContext) {
    this.message = new BinanceMessage(symbol);
    this.originSeconds = originSeconds;
    this.originMs = originSeconds * MS_PER_SECOND;
  }

  /**
   * Appends the events of the line that lies in `bytes` from `start` to `end`, without its end. The reason, with `batch` as
   * it was, when it cannot be read. RangeError when `batch` has less than `rowsOfLine` rows free.
   */
  decode(bytes: Uint8Array, start: number, end: number, batch: EventBatch): QuarantineReason | undefined {
    const fault = this.read(bytes, start, end);
    if (fault === undefined) this.append(batch);
    return fault;
  }

  /** Reads a line without telling its events yet; the reason when it cannot be read. */
  read(bytes: Uint8Array, start: number, end: number): QuarantineReason | undefined {
    return this.message.read(bytes, start, end);
  }

  /** Appends the events of the message that was read last. RangeError as in `decode`. */
  append(batch: EventBatch): void {
    const { message } = this;
    switch (message.kind) {
      case 'DIFF':
        this.appendDiff(batch);
        break;
      case 'SNAPSHOT':
        this.appendSnapshot(batch);
        break;
      case 'BEST':
        this.appendBest(batch);
        break;
      case 'TRADE':
        this.appendTrade(batch);
        break;
      case 'OTHER':
        break;
    }
  }

  private appendDiff(batch: EventBatch): void {
    const { message } = this;
    let first = message.firstUpdate;
    let previous = Number.isNaN(message.previousUpdate) ? first - 1 : message.previousUpdate;
    if (previous === this.emptyLast) {
      first = this.emptyFirst;
      previous = this.emptyPrevious;
    }
    const isEmpty = message.levels === 0;
    this.emptyFirst = isEmpty ? first : NaN;
    this.emptyPrevious = isEmpty ? previous : NaN;
    this.emptyLast = isEmpty ? message.lastUpdate : NaN;
    if (isEmpty) return;
    const start = batch.length;
    this.appendLevels(batch);
    this.stamp(batch, start, first, message.lastUpdate, previous, 0);
  }

  private appendSnapshot(batch: EventBatch): void {
    const { lastUpdate } = this.message;
    const start = batch.append(EventKind.CLEAR, 0, lastUpdate, 0, 0);
    this.appendLevels(batch);
    this.stamp(batch, start, lastUpdate, lastUpdate, NaN, FROM_SNAPSHOT);
  }

  private appendLevels(batch: EventBatch): void {
    const { message } = this;
    const { levelSides, levelPrices, levelSizes } = message;
    for (let level = 0; level < message.levels; level += 1) {
      const row = batch.append(EventKind.LEVEL, 0, 0, levelPrices[level]!, levelSizes[level]!);
      batch.side[row] = levelSides[level]!;
    }
  }

  private appendBest(batch: EventBatch): void {
    const { lastUpdate, bidPrice, bidSize, askPrice, askSize } = this.message;
    const start = batch.length;
    this.appendBestOf(BID, bidPrice, bidSize, batch);
    this.appendBestOf(ASK, askPrice, askSize, batch);
    this.stamp(batch, start, lastUpdate, lastUpdate, NaN, 0);
  }

  private appendBestOf(side: BookSide, price: number, size: number, batch: EventBatch): void {
    const row = batch.append(EventKind.BEST, 0, 0, price, size);
    batch.side[row] = side;
  }

  private appendTrade(batch: EventBatch): void {
    const { tradeId, price, size, isBuyerMaker, isIrregular } = this.message;
    const row = batch.append(EventKind.TRADE, 0, tradeId, price, size);
    batch.side[row] = isBuyerMaker === true ? BID : ASK;
    batch.detail[row] = isIrregular ? TradeCondition.IRREGULAR : TradeCondition.DISPLAYED;
    this.stamp(batch, row, tradeId, tradeId, tradeId - 1, 0);
  }

  /** Makes the rows from `start` on one message. */
  private stamp(
    batch: EventBatch,
    start: number,
    first: number,
    sequence: number,
    previous: number,
    flags: number,
  ): void {
    const { received, transactionMs, eventMs } = this.message;
    const receiveNs = (received.seconds - this.originSeconds) * NS_PER_SECOND + received.nanos;
    const exchangeMs = Number.isNaN(transactionMs) ? eventMs : transactionMs;
    const exchangeNs = Number.isNaN(exchangeMs) ? receiveNs : (exchangeMs - this.originMs) * NS_PER_MS;
    this.decisionNs = Math.max(this.decisionNs, receiveNs);
    const last = batch.length - 1;
    for (let row = start; row <= last; row += 1) {
      batch.exchangeNs[row] = exchangeNs;
      batch.receiveNs[row] = receiveNs;
      batch.decisionNs[row] = this.decisionNs;
      batch.firstSequence[row] = first;
      batch.sequence[row] = sequence;
      batch.previousSequence[row] = previous;
      batch.flags[row] = flags | MORE_FOLLOWS;
    }
    batch.flags[last] = flags;
  }
}
