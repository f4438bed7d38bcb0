import { ASK, BID, type BookSide } from '#domain/market-data';
import { type QuarantineReason } from '../quarantine.js';
import { JsonCursor } from './json-cursor.js';
import { ReceiveStamp } from './receive-stamp.js';

/** What a message is; OTHER is one that says nothing of the book or of trades: the mark price. */
export type BinanceMessageKind = 'DIFF' | 'SNAPSHOT' | 'BEST' | 'TRADE' | 'OTHER';

/** Prices and sizes are integers in 1e-8: Binance gives no more decimals. */
const DECIMALS = 8;
export const UNITS_PER_ONE = 10 ** DECIMALS;
/** A thousand million million units of anything: no size at all. */
const SIZE_MAX = 1e15 * UNITS_PER_ONE;

const BOTH_SIDES = (1 << BID) | (1 << ASK);

/** The values of "e", the most frequent first. */
const EVENT_TYPES: readonly (readonly [type: string, kind: BinanceMessageKind])[] = [
  ['bookTicker', 'BEST'],
  ['trade', 'TRADE'],
  ['depthUpdate', 'DIFF'],
  ['markPriceUpdate', 'OTHER'],
];

/**
 * One line of a recording of Binance's websocket streams: `receive time, space, JSON`. The JSON is as the stream sent it,
 * alone or within `{"stream": ..., "data": ...}`, or a REST snapshot of the book. Refilled line by line; numbers are read
 * straight from the bytes. A field that a message does not have is NaN.
 */
export class BinanceMessage {
  kind: BinanceMessageKind = 'OTHER';
  /** Only where no symbol was asked for; undefined in a message that has none. */
  symbol: string | undefined;
  /** Whether the message has what only those of the futures market have. */
  isOfFutures = false;
  readonly received = new ReceiveStamp();
  /** When it was made (E) and when what it tells of happened (T), ms since 1970. */
  eventMs = NaN;
  transactionMs = NaN;
  /** First and last update that a diff covers, and the last of the diff before it (U, u, pu); others have the last only. */
  firstUpdate = NaN;
  lastUpdate = NaN;
  previousUpdate = NaN;
  /** Of a trade (t, p, q). Prices and sizes in 1e-8; a size of more than 90 million is rounded to what a double holds. */
  tradeId = NaN;
  price = NaN;
  size = NaN;
  /** Of a trade: whether the buyer's order was in the book before (m). */
  isBuyerMaker: boolean | undefined;
  /** Of a trade: whether it came about otherwise than by an order that met the book, as those of the insurance fund (X). */
  isIrregular = false;
  /** Of a best quote (b, B, a, A). */
  bidPrice = NaN;
  bidSize = NaN;
  askPrice = NaN;
  askSize = NaN;
  /** Levels of a diff or a snapshot, filled from 0 to `levels - 1`. */
  levels = 0;
  levelSides = new Uint8Array(4096);
  levelPrices = new Float64Array(4096);
  levelSizes = new Float64Array(4096);

  private readonly json = new JsonCursor();
  private statedKind: BinanceMessageKind | 'UNKNOWN' | undefined;
  private sidesSeen = 0;
  private fault: QuarantineReason | undefined;

  /** `wanted`: the symbol whose messages are wanted, in capitals; without it those of all are. */
  constructor(private readonly wanted?: string) {}

  /** Takes the line that lies in `bytes` from `start` to `end`; the reason when it cannot. */
  read(bytes: Uint8Array, start: number, end: number): QuarantineReason | undefined {
    const { json } = this;
    const jsonStart = this.received.read(bytes, start, end);
    if (jsonStart === -1) return 'NOT_A_NUMBER';
    this.forget();
    json.begin(bytes, jsonStart, end);
    if (!json.enterObject()) return 'NOT_JSON';
    this.readObject();
    return json.isBroken || !json.isAtEnd() ? 'NOT_JSON' : this.settle();
  }

  private forget(): void {
    this.symbol = undefined;
    this.isOfFutures = false;
    this.eventMs = NaN;
    this.transactionMs = NaN;
    this.firstUpdate = NaN;
    this.lastUpdate = NaN;
    this.previousUpdate = NaN;
    this.tradeId = NaN;
    this.price = NaN;
    this.size = NaN;
    this.isBuyerMaker = undefined;
    this.isIrregular = false;
    this.bidPrice = NaN;
    this.bidSize = NaN;
    this.askPrice = NaN;
    this.askSize = NaN;
    this.levels = 0;
    this.statedKind = undefined;
    this.sidesSeen = 0;
    this.fault = undefined;
  }

  private readObject(): void {
    const { json } = this;
    for (let isFirst = true; json.nextKey(isFirst); isFirst = false) this.readField(json.stringLetter());
  }

  /** A letter means the same in all messages that are wanted, but for `a` and `b`. */
  private readField(letter: string): void {
    switch (letter) {
      case 'e':
        this.readKind();
        break;
      case 's':
        this.readSymbol();
        break;
      case 'E':
        this.eventMs = this.integer();
        break;
      case 'T':
        this.transactionMs = this.integer();
        break;
      case 'U':
        this.firstUpdate = this.integer();
        break;
      case 'u':
        this.lastUpdate = this.integer();
        break;
      case 't':
        this.tradeId = this.integer();
        break;
      case 'p':
        this.price = this.decimal();
        break;
      case 'q':
        this.size = this.decimal();
        break;
      case 'b':
        if (this.json.isArrayAhead()) this.readLevels(BID);
        else this.bidPrice = this.priceOrOrderId();
        break;
      case 'B':
        this.bidSize = this.decimal();
        break;
      case 'a':
        if (this.json.isArrayAhead()) this.readLevels(ASK);
        else this.askPrice = this.priceOrOrderId();
        break;
      case 'A':
        this.askSize = this.decimal();
        break;
      case 'm':
        this.isBuyerMaker = this.json.boolean();
        break;
      case 'X':
        this.isOfFutures = true;
        this.isIrregular = !(this.json.string() && this.json.stringIs('MARKET'));
        break;
      default:
        this.readLongField();
    }
  }

  private readLongField(): void {
    const { json } = this;
    if (json.stringIs('data') && json.isObjectAhead()) {
      json.enterObject();
      this.readObject();
    } else if (json.stringIs('pu')) {
      this.isOfFutures = true;
      this.previousUpdate = this.integer();
    } else if (json.stringIs('lastUpdateId')) {
      this.statedKind = 'SNAPSHOT';
      this.lastUpdate = this.integer();
    } else if (json.stringIs('bids')) this.readLevels(BID);
    else if (json.stringIs('asks')) this.readLevels(ASK);
    else json.skipValue();
  }

  private readKind(): void {
    const { json } = this;
    if (!json.string()) {
      json.skipValue();
      return;
    }
    this.statedKind = EVENT_TYPES.find(([type]) => json.stringIs(type))?.[1] ?? 'UNKNOWN';
  }

  private readSymbol(): void {
    const { json, wanted } = this;
    if (!json.string()) json.skipValue();
    else if (wanted === undefined) this.symbol = json.stringText();
    else if (!json.stringIs(wanted)) this.fault = 'OTHER_INSTRUMENT';
  }

  private integer(): number {
    const value = this.json.integer();
    if (!(value >= 0 && value <= Number.MAX_SAFE_INTEGER)) this.fault ??= 'NOT_A_NUMBER';
    return value;
  }

  private decimal(): number {
    const value = this.json.quotedDecimal(DECIMALS);
    if (Number.isNaN(value)) this.fault ??= 'NOT_A_NUMBER';
    return value;
  }

  /** In a best quote `a` and `b` are prices, in a trade on the spot market numbers of orders. */
  private priceOrOrderId(): number {
    if (this.json.isStringAhead()) return this.decimal();
    this.json.skipValue();
    return NaN;
  }

  private readLevels(side: BookSide): void {
    const { json } = this;
    this.sidesSeen |= 1 << side;
    if (!json.enterArray()) {
      json.skipValue();
      this.fault ??= 'NOT_A_NUMBER';
      return;
    }
    for (let isFirst = true; json.nextElement(isFirst); isFirst = false) this.readLevel(side);
  }

  /** `["price", "size"]`; what comes after the two is of no meaning. */
  private readLevel(side: BookSide): void {
    const { json } = this;
    if (!json.enterArray() || !json.nextElement(true)) {
      json.giveUp();
      return;
    }
    const price = this.decimal();
    if (!json.nextElement(false)) {
      json.giveUp();
      return;
    }
    const size = this.decimal();
    while (json.nextElement(false)) json.skipValue();
    if (!isPrice(price)) this.fault ??= 'ABSURD_PRICE';
    if (!isSize(size)) this.fault ??= 'BAD_SIZE';
    if (this.levels === this.levelSides.length) this.growLevels();
    this.levelSides[this.levels] = side;
    this.levelPrices[this.levels] = price;
    this.levelSizes[this.levels] = size;
    this.levels += 1;
  }

  private growLevels(): void {
    const [sides, prices, sizes] = [this.levelSides, this.levelPrices, this.levelSizes];
    this.levelSides = new Uint8Array(sides.length * 2);
    this.levelPrices = new Float64Array(sides.length * 2);
    this.levelSizes = new Float64Array(sides.length * 2);
    this.levelSides.set(sides);
    this.levelPrices.set(prices);
    this.levelSizes.set(sizes);
  }

  /** What the fields make together; the reason when they make nothing that is known. */
  private settle(): QuarantineReason | undefined {
    if (this.fault === 'OTHER_INSTRUMENT') return this.fault;
    // On the spot market a best quote does not say what it is.
    const kind = this.statedKind ?? (this.bidPrice >= 0 && this.askPrice >= 0 ? 'BEST' : 'UNKNOWN');
    if (kind === 'UNKNOWN') return 'UNKNOWN_CODE';
    this.kind = kind;
    if (kind === 'OTHER' || ((kind === 'BEST' || kind === 'SNAPSHOT') && this.eventMs >= 0)) this.isOfFutures = true;
    if (kind === 'OTHER') return undefined;
    return this.fault ?? this.faultOf(kind);
  }

  private faultOf(kind: BinanceMessageKind): QuarantineReason | undefined {
    switch (kind) {
      case 'DIFF':
        if (Number.isNaN(this.firstUpdate + this.lastUpdate)) return 'MISSING_FIELD';
        return this.sidesSeen === BOTH_SIDES ? undefined : 'MISSING_FIELD';
      case 'SNAPSHOT':
        return this.sidesSeen === BOTH_SIDES ? undefined : 'MISSING_FIELD';
      case 'BEST':
        if (Number.isNaN(this.lastUpdate)) return 'MISSING_FIELD';
        return quoteFault(this.bidPrice, this.bidSize) ?? quoteFault(this.askPrice, this.askSize);
      case 'TRADE':
        if (Number.isNaN(this.tradeId + this.price + this.size)) return 'MISSING_FIELD';
        if (this.isBuyerMaker === undefined) return 'MISSING_FIELD';
        if (!isPrice(this.price)) return 'ABSURD_PRICE';
        return this.size > 0 && isSize(this.size) ? undefined : 'BAD_SIZE';
      case 'OTHER':
        return undefined;
    }
  }
}

/** A side that is empty is quoted as nothing at a price of 0. */
const quoteFault = (price: number, size: number): QuarantineReason | undefined => {
  if (Number.isNaN(price + size)) return 'MISSING_FIELD';
  if (!isSize(size)) return 'BAD_SIZE';
  return isPrice(price) || size === 0 ? undefined : 'ABSURD_PRICE';
};

const isPrice = (price: number): boolean => price > 0 && price <= Number.MAX_SAFE_INTEGER;
const isSize = (size: number): boolean => size >= 0 && size <= SIZE_MAX;
