import { type Instant, type Side } from '#domain/core';
import { sideFor, type RfqQuote } from './dealer-quote.js';
import { type RfqEvent } from './event.js';
import { type MissedMarkoutReason } from './markout-mark.js';
import { type RfqTerms } from './terms.js';
import { DEALER_MOVES, type DealerMove, type DealerStatus, type RfqStatus } from './transitions.js';

/** A hit or lift that is neither filled nor rejected in full. */
export interface Taking {
  readonly side: Side;
  readonly price: number;
  readonly takenAt: Instant;
  readonly lots: number;
  readonly unsettledLots: number;
}

export interface Fill {
  readonly execId: string;
  readonly side: Side;
  readonly price: number;
  readonly lots: number;
  readonly at: Instant;
}

/** What stands between the client and one dealer. */
export interface DealerThread {
  readonly status: DealerStatus;
  /** The last quote, whatever became of it. */
  readonly quote?: RfqQuote;
  readonly quotedAt?: Instant;
  /** Of the market then, where that was known. */
  readonly midAtQuote?: number;
  /** The client's price while COUNTERED. */
  readonly counter?: { readonly side: Side; readonly price: number; readonly lots: number };
  /** While TAKEN. */
  readonly taking?: Taking;
  /** Every id the dealer has used, oldest first. */
  readonly quoteIds: readonly string[];
  readonly fills: readonly Fill[];
  readonly rejectedLots: number;
}

/** A request as it stands: the fold of its events. */
export interface RfqState {
  readonly terms: RfqTerms;
  readonly openedAt: Instant;
  /** Of the last event; what happens next happens no earlier. */
  readonly at: Instant;
  readonly status: RfqStatus;
  /** In the order in which they were asked. */
  readonly dealers: ReadonlyMap<string, DealerThread>;
  /** Hit or lifted, and neither filled nor rejected. */
  readonly unsettledLots: number;
  readonly filledLots: number;
  /** What the client has hit or lifted so far, unless all of it was rejected. */
  readonly tradedSide?: Side;
  /** Second-best price at the last taking, or as reported later. */
  readonly coverPrice?: number;
  readonly awayPrice?: number;
  /** When it ended first: what is learned of it later counts from there. */
  readonly endedAt?: Instant;
  readonly markouts: readonly Markout[];
  readonly missedMarkouts: readonly { readonly horizonMs: number; readonly reason: MissedMarkoutReason }[];
}

/** The mid so long after the end; `marketAt` as in its event. */
export interface Markout {
  readonly horizonMs: number;
  readonly price: number;
  readonly marketAt?: Instant;
}

/** Lots that may still be hit or lifted. */
export const openLots = ({ terms, unsettledLots, filledLots }: RfqState): number =>
  terms.lots - unsettledLots - filledLots;

/** Where the request stands at `at`: it is over at its expiry, also before anybody recorded that. */
export const statusAt = ({ status, terms }: RfqState, at: Instant): RfqStatus =>
  status === 'OPEN' && at >= terms.expiresAt ? 'EXPIRED' : status;

/** The quote of a dealer that may be hit or lifted at `at`, as far as the dealer is concerned. */
export const liveQuote = ({ status, quote }: DealerThread, at: Instant): RfqQuote | undefined =>
  status === 'QUOTED' && quote !== undefined && quote.validUntil > at ? quote : undefined;

/** The best live price for a client on `side` among dealers other than `except`. */
export const bestOtherPrice = (state: RfqState, side: Side, at: Instant, except: string): number | undefined => {
  let best: number | undefined;
  for (const [dealer, thread] of state.dealers) {
    const quote = dealer === except ? undefined : liveQuote(thread, at);
    const price = quote === undefined ? undefined : sideFor(quote, side)?.price;
    if (price === undefined) continue;
    if (best === undefined || (side === 'BUY' ? price < best : price > best)) best = price;
  }
  return best;
};

/** The state after all events of a request, in order. */
export const foldRfq = (events: readonly RfqEvent[]): RfqState | undefined =>
  events.reduce<RfqState | undefined>(applyRfqEvent, undefined);

/**
 * The state after one more event. Costs no more than the panel and one dealer's ids, however long the request's history.
 * Throws when the event cannot follow: recorded events are what `decideRfq` made.
 */
export const applyRfqEvent = (state: RfqState | undefined, event: RfqEvent): RfqState => {
  if (event.type === 'QUOTE_REQUESTED') return opened(state, event);
  if (state === undefined) throw new Error(`${event.type} before QUOTE_REQUESTED`);
  return { ...happened(state, event), at: event.at };
};

type EventOf<Type extends RfqEvent['type']> = Extract<RfqEvent, { readonly type: Type }>;

const opened = (earlier: RfqState | undefined, { terms, at }: EventOf<'QUOTE_REQUESTED'>): RfqState => {
  if (earlier !== undefined) throw new Error('a request is opened once');
  const asked: DealerThread = { status: 'ASKED', quoteIds: [], fills: [], rejectedLots: 0 };
  return {
    terms,
    openedAt: at,
    at,
    status: 'OPEN',
    dealers: new Map(terms.dealers.map((dealer) => [dealer, asked])),
    unsettledLots: 0,
    filledLots: 0,
    markouts: [],
    missedMarkouts: [],
  };
};

const happened = (state: RfqState, event: Exclude<RfqEvent, EventOf<'QUOTE_REQUESTED'>>): RfqState => {
  switch (event.type) {
    case 'QUOTED':
      return withDealer(state, event.dealer, ({ midAtQuote: _, ...thread }) => ({
        ...moved(thread, 'QUOTE'),
        quote: event.quote,
        quotedAt: event.at,
        ...(event.mid !== undefined && { midAtQuote: event.mid }),
        quoteIds: [...thread.quoteIds, event.quote.quoteId],
      }));
    case 'QUOTE_CANCELLED':
      return withDealer(state, event.dealer, (thread) => moved(thread, 'WITHDRAW'));
    case 'REQUEST_DECLINED':
      return withDealer(state, event.dealer, (thread) => moved(thread, 'DECLINE'));
    case 'DEALER_PASSED':
      return withDealer(state, event.dealer, (thread) => moved(thread, 'PASS'));
    case 'QUOTE_COUNTERED': {
      const { side, price, lots } = event;
      return withDealer(state, event.dealer, (thread) => ({
        ...moved(thread, 'COUNTER'),
        counter: { side, price, lots },
      }));
    }
    case 'QUOTE_TAKEN':
      return taken(state, event);
    case 'FILLED':
      return filled(state, event);
    case 'TAKING_REJECTED':
      return rejected(state, event);
    case 'REQUEST_ENDED':
      return {
        ...state,
        status: event.status,
        endedAt: state.endedAt ?? endOf(state.terms, event),
        ...(event.awayPrice === undefined ? {} : { awayPrice: event.awayPrice }),
      };
    case 'COVER_REPORTED':
      return { ...state, coverPrice: event.price };
    case 'MARKOUT_RECORDED': {
      const { horizonMs, price, marketAt } = event;
      const markout = { horizonMs, price, ...(marketAt !== undefined && { marketAt }) };
      return { ...state, markouts: [...state.markouts, markout] };
    }
    case 'MARKOUT_MISSED': {
      const { horizonMs, reason } = event;
      return { ...state, missedMarkouts: [...state.missedMarkouts, { horizonMs, reason }] };
    }
  }
};

/** A request that expired ended when it was due, whenever that was written down. */
export const endOf = ({ expiresAt }: RfqTerms, { status, at }: EventOf<'REQUEST_ENDED'>): Instant =>
  status === 'EXPIRED' && at > expiresAt ? expiresAt : at;

const taken = (state: RfqState, { dealer, side, lots, coverPrice, at }: EventOf<'QUOTE_TAKEN'>): RfqState => {
  const { coverPrice: _, ...rest } = withDealer(state, dealer, (thread) => {
    const quoted = thread.quote && sideFor(thread.quote, side);
    if (quoted === undefined) throw new Error(`${dealer} has no quote for a client who would ${side}`);
    return {
      ...moved(thread, 'TAKE'),
      taking: { side, price: quoted.price, takenAt: at, lots, unsettledLots: lots },
    };
  });
  return {
    ...rest,
    unsettledLots: state.unsettledLots + lots,
    tradedSide: side,
    ...(coverPrice === undefined ? {} : { coverPrice }),
  };
};

const filled = (state: RfqState, { dealer, execId, lots, at }: EventOf<'FILLED'>): RfqState => ({
  ...withDealer(state, dealer, (thread) => {
    const taking = takingOf(dealer, thread);
    const { side, price } = taking;
    const unsettledLots = taking.unsettledLots - lots;
    const fills = [...thread.fills, { execId, side, price, lots, at }];
    return unsettledLots > 0
      ? { ...thread, taking: { ...taking, unsettledLots }, fills }
      : { ...moved(thread, 'FILL'), fills };
  }),
  unsettledLots: state.unsettledLots - lots,
  filledLots: state.filledLots + lots,
});

const rejected = (state: RfqState, { dealer, lots }: EventOf<'TAKING_REJECTED'>): RfqState => {
  const unsettledLots = state.unsettledLots - lots;
  const { tradedSide, ...rest } = withDealer(state, dealer, (thread) => ({
    ...moved(thread, 'REJECT'),
    rejectedLots: thread.rejectedLots + lots,
  }));
  const hasTraded = unsettledLots + state.filledLots > 0 && tradedSide !== undefined;
  return { ...rest, unsettledLots, ...(hasTraded ? { tradedSide } : {}) };
};

const takingOf = (dealer: string, { taking }: DealerThread): Taking => {
  if (taking === undefined) throw new Error(`nothing of ${dealer} is taken`);
  return taking;
};

/** The thread after a move of the table; what belonged to the status it leaves goes with it. */
const moved = ({ taking: _taking, counter: _counter, ...thread }: DealerThread, move: DealerMove): DealerThread => {
  const status = DEALER_MOVES[thread.status][move];
  if (status === undefined) throw new Error(`${move} cannot follow ${thread.status}`);
  return { ...thread, status };
};

const withDealer = (state: RfqState, dealer: string, change: (thread: DealerThread) => DealerThread): RfqState => {
  const thread = state.dealers.get(dealer);
  if (thread === undefined) throw new Error(`${dealer} was not asked`);
  return { ...state, dealers: new Map(state.dealers).set(dealer, change(thread)) };
};
