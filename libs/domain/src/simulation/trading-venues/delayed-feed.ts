import { ASK, BID } from '#domain/market-data';
import { MessageQueue } from '../clock/index.js';
import { type BookView } from '../order-book/index.js';

/** The best prices of a lit book in ticks with their sizes, and the units that it has traded so far; NaN and 0 where a side is empty. */
export interface TopOfBook {
  bidTicks: number;
  askTicks: number;
  bidUnits: number;
  askUnits: number;
  tradedUnits: number;
}

/** A lit book that can be looked at. */
export interface Displayed {
  readonly book: BookView;
  /** So far. */
  readonly tradedUnits: number;
}

const WIDTH = 5;

/** A lit book as it is seen from afar: each state of its top arrives when the feed brings it. */
export class DelayedFeed {
  private readonly top: TopOfBook = { bidTicks: NaN, askTicks: NaN, bidUnits: 0, askUnits: 0, tradedUnits: 0 };
  private readonly onTheirWay = new MessageQueue(WIDTH);

  /** `arrivalNs` says when what happens now is heard of; absent: at once. */
  constructor(
    private readonly displayed: Displayed,
    private readonly arrivalNs?: () => number,
  ) {
    this.look();
  }

  /** Something happened in the book. */
  changed(): void {
    if (this.arrivalNs === undefined) return;
    const { book, tradedUnits } = this.displayed;
    const row = this.onTheirWay.post(this.arrivalNs());
    const { fields } = this.onTheirWay;
    fields[row] = book.bestTicks(BID);
    fields[row + 1] = book.bestTicks(ASK);
    fields[row + 2] = book.bestUnits(BID);
    fields[row + 3] = book.bestUnits(ASK);
    fields[row + 4] = tradedUnits;
  }

  /** What is known at a time, not before the last one asked for. */
  at(timeNs: number): Readonly<TopOfBook> {
    if (this.arrivalNs === undefined) this.look();
    else while (this.onTheirWay.nextTime <= timeNs) this.hear();
    return this.top;
  }

  private hear(): void {
    const { onTheirWay, top } = this;
    const row = onTheirWay.take();
    const { fields } = onTheirWay;
    top.bidTicks = fields[row]!;
    top.askTicks = fields[row + 1]!;
    top.bidUnits = fields[row + 2]!;
    top.askUnits = fields[row + 3]!;
    top.tradedUnits = fields[row + 4]!;
    onTheirWay.release(row);
  }

  private look(): void {
    const { book, tradedUnits } = this.displayed;
    this.top.bidTicks = book.bestTicks(BID);
    this.top.askTicks = book.bestTicks(ASK);
    this.top.bidUnits = book.bestUnits(BID);
    this.top.askUnits = book.bestUnits(ASK);
    this.top.tradedUnits = tradedUnits;
  }
}
