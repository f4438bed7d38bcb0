import { BPS, formatInstant, sideSign, type Instant, type Side } from '#domain/core';
import { endOf, type RfqEvent, type RfqQuote, type RfqTerms } from '#domain/rfq';
import { type AskedDealer } from '../dealer-history/index.js';
import { type DealerOutcome, type FinishedRequest } from './finished-request.js';

type EventOf<Type extends RfqEvent['type']> = Extract<RfqEvent, { readonly type: Type }>;

/**
 * The row of a request from its recorded events and from nothing else, so that the same events make the same row at any later time.
 * undefined while the request is open, and of a package or another request whose price is a difference: there are no bps of its mid.
 */
export const finishRequest = (events: readonly RfqEvent[]): FinishedRequest | undefined => {
  const [opening] = events;
  if (opening?.type !== 'QUOTE_REQUESTED') throw new Error('a request begins with QUOTE_REQUESTED');
  if (opening.terms.legs.length > 1 || opening.terms.isDifference) return undefined;
  // A client who let a request go may report later that it was done away: it ended when he let it go.
  const end = events.find((event) => event.type === 'REQUEST_ENDED');
  if (end === undefined) return undefined;
  const record = new RequestRecord(opening);
  for (const event of events) record.add(event);
  return record.row(end);
};

/** A request that expired ended when it was due; the mid of the moment in which that was written down stands for so long. */
const EXPIRY_MID_MS = 5_000;

class RequestRecord {
  private readonly terms: RfqTerms;
  private readonly threads: ReadonlyMap<string, DealerRecord>;
  private readonly markouts: { readonly horizonMs: number; readonly mid: number }[] = [];
  private tradedSide: Side | null = null;
  private coverPrice: number | null = null;

  constructor(private readonly opening: EventOf<'QUOTE_REQUESTED'>) {
    this.terms = opening.terms;
    this.threads = new Map(opening.terms.dealers.map((dealer) => [dealer, new DealerRecord(dealer)]));
  }

  add(event: RfqEvent): void {
    switch (event.type) {
      case 'QUOTED':
        this.threadOf(event.dealer).quoted(event.quote, this.msAfterOpening(event.at), event.mid);
        break;
      case 'QUOTE_CANCELLED':
        this.threadOf(event.dealer).withdrew();
        break;
      case 'REQUEST_DECLINED':
        this.threadOf(event.dealer).declined(this.msAfterOpening(event.at));
        break;
      case 'QUOTE_TAKEN':
        this.threadOf(event.dealer).taken(event.side, event.mid);
        this.coverPrice = event.coverPrice ?? null;
        break;
      case 'TAKING_REJECTED':
        this.threadOf(event.dealer).rejected(event.mid, this.opening.mid);
        break;
      case 'FILLED':
        this.tradedSide = this.threadOf(event.dealer).filled(event.lots);
        break;
      case 'COVER_REPORTED':
        this.coverPrice = event.price;
        break;
      case 'MARKOUT_RECORDED':
        this.markouts.push({ horizonMs: event.horizonMs, mid: event.price });
        break;
      // What they say is in the events before and after them.
      case 'QUOTE_REQUESTED':
      case 'QUOTE_COUNTERED':
      case 'DEALER_PASSED':
      case 'REQUEST_ENDED':
      case 'MARKOUT_MISSED':
        break;
    }
  }

  row(end: EventOf<'REQUEST_ENDED'>): FinishedRequest {
    const { terms, opening } = this;
    const endedAt = endOf(terms, end);
    const isMidOfEnd = Number(end.at - endedAt) <= EXPIRY_MID_MS * 1e6;
    const conditions = opening.conditions ?? null;
    return {
      source: 'LIFECYCLE',
      instrumentId: terms.legs[0]!.instrumentId,
      side: this.tradedSide ?? (terms.side === 'TWO_SIDED' ? null : terms.side),
      quantity: conditions === null ? null : terms.lots * conditions.unitsPerLot,
      requestedAt: formatInstant(opening.at),
      endedAfterMs: this.msAfterOpening(endedAt),
      arrivalMid: opening.mid ?? null,
      endMid: (isMidOfEnd ? end.mid : undefined) ?? null,
      conditions,
      panelSize: terms.dealers.length,
      dealers: [...this.threads.values()].map((thread) => thread.outcome(endedAt)),
      coverPrice: this.tradedSide === null ? null : this.coverPrice,
      markouts: this.markouts,
      nextMid: null,
    };
  }

  private threadOf(dealer: string): DealerRecord {
    const thread = this.threads.get(dealer);
    if (thread === undefined) throw new Error(`${dealer} was not asked`);
    return thread;
  }

  private msAfterOpening(at: Instant): number {
    return Number(at - this.opening.at) / 1e6;
  }
}

class DealerRecord {
  private last: { readonly quote: RfqQuote; readonly mid: number | undefined } | undefined;
  private stands = false;
  private hasDeclined = false;
  private answeredAfterMs: number | null = null;
  private takingSide: Side = 'BUY';
  private takingMid: number | undefined;
  private takings = 0;
  private rejections = 0;
  private readonly rejectMovesBps: number[] = [];
  private filledLots = 0;

  constructor(private readonly dealer: string) {}

  quoted(quote: RfqQuote, afterMs: number, mid: number | undefined): void {
    this.last = { quote, mid };
    this.stands = true;
    this.answeredAfterMs ??= afterMs;
  }

  withdrew(): void {
    this.stands = false;
  }

  declined(afterMs: number): void {
    this.stands = false;
    this.hasDeclined = true;
    this.answeredAfterMs ??= afterMs;
  }

  taken(side: Side, mid: number | undefined): void {
    this.takings += 1;
    this.takingSide = side;
    this.takingMid = mid;
  }

  rejected(mid: number | undefined, arrivalMid: number | undefined): void {
    this.rejections += 1;
    if (mid === undefined || this.takingMid === undefined || arrivalMid === undefined) return;
    this.rejectMovesBps.push((sideSign(this.takingSide) * (mid - this.takingMid) * BPS) / arrivalMid);
  }

  /** The side on which the client traded. */
  filled(lots: number): Side {
    this.filledLots += lots;
    return this.takingSide;
  }

  outcome(endedAt: Instant): DealerOutcome {
    const { last, rejectMovesBps } = this;
    const moves = rejectMovesBps.length;
    return {
      dealer: this.dealer,
      fate: this.fate(endedAt),
      answeredAfterMs: this.answeredAfterMs,
      quote:
        last === undefined
          ? null
          : {
              bid: last.quote.bid?.price ?? null,
              offer: last.quote.offer?.price ?? null,
              mid: last.mid ?? null,
            },
      takings: this.takings,
      rejections: this.rejections,
      rejectMoveBps: moves === 0 ? null : rejectMovesBps.reduce((sum, move) => sum + move, 0) / moves,
      filledLots: this.filledLots,
    };
  }

  /** A quote that its dealer took back is as good as expired. */
  private fate(endedAt: Instant): AskedDealer['fate'] {
    if (this.filledLots > 0) return 'DONE';
    if (this.rejections > 0) return 'LAST_LOOK_REJECTED';
    if (this.last === undefined) return this.hasDeclined ? 'DECLINED' : 'NO_ANSWER';
    return this.stands && this.last.quote.validUntil > endedAt ? 'LOST' : 'EXPIRED';
  }
}
