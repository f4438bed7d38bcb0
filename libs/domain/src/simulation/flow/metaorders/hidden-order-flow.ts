import { type Rng } from '#domain/core';
import { ASK, BID } from '#domain/market-data';
import { ANONYMOUS } from '../../order-book/index.js';
import { type FlowDesk, type FlowSource } from '../flow-source.js';
import { HawkesProcess } from '../hawkes/hawkes-process.js';
import { type HawkesParameters } from '../hawkes/hawkes-parameters.js';
import { drawUnits, type OrderSizes } from '../order-sizes.js';
import { MetaorderLog } from './metaorder-log.js';
import { type MetaorderParameters } from './metaorder-parameters.js';
import { MetaorderSigns } from './metaorder-signs.js';

export interface HiddenOrderParameters {
  readonly metaorders: MetaorderParameters;
  /** When children come: a Hawkes process of one type, so that they cluster. */
  readonly arrivals: HawkesParameters;
  readonly sizes: OrderSizes;
}

/**
 * The background's market orders: children of hidden orders with long-memory signs, at the times of a Hawkes process. What is
 * assumed: a child takes at most what is displayed at the best price, as nearly all real market orders do, and no metaorder
 * looks at the price. Every metaorder that begins and ends in the run is logged.
 */
export class HiddenOrderFlow implements FlowSource {
  readonly log = new MetaorderLog();
  nextSeconds: number;
  private readonly arrivals: HawkesProcess;
  private readonly signs: MetaorderSigns;
  private readonly sizes: OrderSizes;
  // By place, of the metaorder that stands there.
  /** 0 while it is one that was under way before the run. */
  private readonly isWhole: Uint8Array;
  private readonly startSeconds: Float64Array;
  private readonly startMidTicks: Float64Array;
  private readonly units: Float64Array;
  private readonly children: Float64Array;
  private readonly paidTicks: Float64Array;

  constructor(
    { metaorders, arrivals, sizes }: HiddenOrderParameters,
    private readonly rng: Rng,
  ) {
    const places = metaorders.concurrent;
    this.arrivals = new HawkesProcess(arrivals, rng);
    this.signs = new MetaorderSigns(metaorders, rng);
    this.sizes = sizes;
    this.startSeconds = new Float64Array(places);
    this.isWhole = new Uint8Array(places);
    this.startMidTicks = new Float64Array(places);
    this.units = new Float64Array(places);
    this.children = new Float64Array(places);
    this.paidTicks = new Float64Array(places);
    this.arrivals.advance();
    this.nextSeconds = this.arrivals.seconds;
  }

  act(desk: FlowDesk): void {
    const place = this.signs.nextPlace();
    const sign = this.signs.sign[place]!;
    if (this.children[place] === 0) this.begin(place, desk);
    const [takes, gives] = sign > 0 ? ([BID, ASK] as const) : ([ASK, BID] as const);
    const priceTicks = desk.book.bestTicks(gives);
    const units = Math.min(drawUnits(this.sizes, this.rng), desk.book.bestUnits(gives));
    if (units > 0) desk.take(ANONYMOUS, takes, units, NaN);
    this.children[place]! += 1;
    this.units[place]! += units;
    if (units > 0) this.paidTicks[place]! += units * priceTicks;
    if (this.signs.childDone(place)) this.end(place, sign, desk);
    this.arrivals.advance();
    this.nextSeconds = this.arrivals.seconds;
  }

  private begin(place: number, desk: FlowDesk): void {
    if (this.isWhole[place] === 1) this.startSeconds[place] = this.nextSeconds;
    this.startMidTicks[place] = desk.best.midTicks;
    this.units[place] = 0;
    this.paidTicks[place] = 0;
  }

  private end(place: number, sign: number, desk: FlowDesk): void {
    if (this.isWhole[place] === 1) {
      const { log } = this;
      log.sign.push(sign);
      log.startSeconds.push(this.startSeconds[place]!);
      log.endSeconds.push(this.nextSeconds);
      log.startMidTicks.push(this.startMidTicks[place]!);
      log.endMidTicks.push(desk.best.midTicks);
      log.units.push(this.units[place]!);
      log.children.push(this.children[place]!);
      log.paidTicks.push(this.paidTicks[place]!);
    }
    this.children[place] = 0;
    this.isWhole[place] = 1;
  }
}
