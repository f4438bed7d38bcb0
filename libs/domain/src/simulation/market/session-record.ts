import { GrowingColumn, ok, type Result } from '#domain/core';
import { ASK, BID } from '#domain/market-data';
import { type ImpossibleParameters } from '../impossible-parameters.js';
import { BookEventKind } from '../order-book/index.js';
import { type MarketParameters } from './market-parameters.js';
import { SimulatedMarket } from './simulated-market.js';

/** What is kept of one simulated session to measure it. Seconds since the open, prices in ticks. */
export interface SessionRecord {
  readonly seed: number;
  readonly hash: string;
  readonly eventCount: number;
  /** Mid at the end of each second, the open first. */
  readonly mids: Float64Array;
  /** Sum of exogenous jumps by then: what of the path no order made. */
  readonly jumped: Float64Array;
  /** Seconds at whose end the spread was so many ticks; the last holds what was wider, too. */
  readonly spreads: Float64Array;
  /** +1 or -1, one per order that traded at once, in their order. */
  readonly signs: Float64Array;
  readonly tradedUnits: number;
  readonly metaorders: readonly RecordedMetaorder[];
}

/** A metaorder of the background that began and ended within the session. */
export interface RecordedMetaorder {
  readonly sign: number;
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly units: number;
  readonly children: number;
  /** The mid right before its first child, and right after the last. */
  readonly startMid: number;
  readonly endMid: number;
  /** Average price paid. */
  readonly paid: number;
}

/** Wider than this is one bin. */
const SPREAD_TICKS_MAX = 1000;

/** Plays one session and keeps what the stylised facts are measured on. */
export const recordSession = (
  parameters: MarketParameters,
  seed: number,
): Result<SessionRecord, ImpossibleParameters> => {
  const opened = SimulatedMarket.open(parameters, seed);
  if (!opened.ok) return opened;
  const market = opened.value;
  const signs = new GrowingColumn();
  market.listen((events) => {
    for (let row = 0; row < events.length; row += 1) {
      if (events.kind(row) !== BookEventKind.EXECUTED) continue;
      signs.push(events.side(row) === BID ? 1 : -1);
      return;
    }
  });
  const seconds = Math.floor(parameters.sessionSeconds);
  const mids = new Float64Array(seconds + 1);
  const jumped = new Float64Array(seconds + 1);
  const spreads = new Float64Array(SPREAD_TICKS_MAX + 1);
  const { best, book } = market;
  const unitsBefore = market.tradedUnits;
  for (let second = 0; second <= seconds; second += 1) {
    market.advanceTo(second);
    mids[second] = best.midTicks;
    jumped[second] = market.jumpedTicks;
    const spread = book.bestTicks(ASK) - book.bestTicks(BID);
    if (!Number.isNaN(spread)) spreads[Math.min(spread, SPREAD_TICKS_MAX)]! += 1;
  }
  return ok({
    seed,
    hash: market.hash(),
    eventCount: market.eventCount,
    mids,
    jumped,
    spreads,
    signs: signs.toArray(),
    tradedUnits: market.tradedUnits - unitsBefore,
    metaorders: metaordersOf(market),
  });
};

const metaordersOf = ({ metaorders: log, clock }: SimulatedMarket): readonly RecordedMetaorder[] => {
  if (log === undefined) return [];
  const rows: RecordedMetaorder[] = [];
  for (let i = 0; i < log.length; i += 1) {
    const startSeconds = clock.secondsAt(log.startSeconds.at(i));
    if (startSeconds < 0) continue;
    const units = log.units.at(i);
    rows.push({
      sign: log.sign.at(i),
      startSeconds,
      endSeconds: clock.secondsAt(log.endSeconds.at(i)),
      units,
      children: log.children.at(i),
      startMid: log.startMidTicks.at(i),
      endMid: log.endMidTicks.at(i),
      paid: log.paidTicks.at(i) / units,
    });
  }
  return rows;
};
