import { err, formatInstant, ok, parseInstant, type Result } from '#domain/core';
import { type FeatureSnapshot } from '#domain/features';
import {
  AUCTION_QUOTE_FATES,
  AUCTION_RESULTS,
  FAULTS,
  INSTRUMENT_KINDS,
  type BookFault,
  type Fault,
  type MarketQuality,
  type MarketSnapshot,
  type SimulatedAuction,
  type SimulatedAuctionQuote,
  type SpreadLeg,
  type TradingHours,
  type TradingSession,
} from '#domain/market-data';
import { type AuctionReport, type InstrumentState, type QualityReport, type SessionTick } from '#application/ports';
import {
  bool,
  list,
  nonNegative,
  nonNegativeInteger,
  optional,
  positive,
  record,
  text,
  finite,
  wordOf,
  type Check,
} from './checks.js';

/** Version of the messages below; one that a reader does not know is refused, never guessed at. */
const VERSION = 3;

/**
 * What the feed says. A `state` replaces everything known before; an `update` carries the instruments that changed
 * (often none: then it is a heartbeat). Both carry the clock, so a state is never ahead of its time.
 */
export interface FeedMessage {
  readonly type: 'state' | 'update';
  /** Identifies the feed process: a restarted feed begins its sessions again. */
  readonly run: string;
  readonly tick: SessionTick;
  readonly states: readonly InstrumentState[];
}

/** Why a message was set aside. */
export type BadMessage =
  | { readonly reason: 'NOT_JSON' }
  | { readonly reason: 'UNSUPPORTED_VERSION' }
  | { readonly reason: 'MALFORMED'; readonly field: string };

/** JSON text of a message whose states are JSON texts already: each is written once, whatever the number of readers. */
export const encodeFeedMessage = (
  type: FeedMessage['type'],
  run: string,
  tick: SessionTick,
  states: readonly string[],
): string => {
  const head = JSON.stringify({
    v: VERSION,
    type,
    run,
    lap: tick.lap,
    day: tick.day,
    sessionTime: formatInstant(tick.sessionTime),
    speed: tick.speed,
  });
  return `${head.slice(0, -1)},"states":[${states.join(',')}]}`;
};

/** Reads and checks a message: every field that this version knows must be there and be possible. */
export const decodeFeedMessage = (json: string): Result<FeedMessage, BadMessage> => {
  const raw = parse(json);
  if (raw === undefined) return err({ reason: 'NOT_JSON' });
  if (typeof raw !== 'object' || raw === null || !('v' in raw) || raw.v !== VERSION) {
    return err({ reason: 'UNSUPPORTED_VERSION' });
  }
  const field = checkMessage(raw, '');
  if (field !== undefined) return err({ reason: 'MALFORMED', field });
  const message = raw as WireMessage;
  const sessionTime = parseInstant(message.sessionTime)!;
  const { type, run, lap, day, speed, states } = message;
  return ok({ type, run, tick: { lap, day, sessionTime, speed }, states });
};

interface WireMessage extends Omit<FeedMessage, 'tick'>, Omit<SessionTick, 'sessionTime'> {
  readonly v: typeof VERSION;
  readonly sessionTime: string;
}

const parse = (json: string): unknown => {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
};

const instant: Check = (value, path) =>
  typeof value === 'string' && parseInstant(value) !== undefined ? undefined : path;

const level = record({ price: positive, size: positive });

const checkTerms = record<MarketSnapshot['terms']>({
  instrumentId: text,
  kind: wordOf(...INSTRUMENT_KINDS),
  currency: text,
  tickSize: positive,
  lotSize: positive,
  contractMultiplier: positive,
  isInverse: optional(bool),
  expiresAt: optional(instant),
  legs: optional(list(record<SpreadLeg>({ instrumentId: text, ratio: finite }))),
  tradingHours: optional(
    record<TradingHours>({ timeZone: text, sessions: list(record<TradingSession>({ opens: text, closes: text })) }),
  ),
  sessionSeconds: positive,
  averageDailyVolume: positive,
  dailyVolatility: nonNegative,
  sharesOutstanding: positive,
  feesAndSettlementBps: finite,
  estimated: list(wordOf('averageDailyVolume', 'dailyVolatility', 'sharesOutstanding', 'contractMultiplier')),
});

const checkSnapshot = record<MarketSnapshot>({
  terms: checkTerms,
  source: record<MarketSnapshot['source']>({ kind: wordOf('RECORDED', 'SIMULATED', 'LIVE'), name: text }),
  status: wordOf('OPEN', 'HALTED', 'CLOSED'),
  sequence: nonNegativeInteger,
  exchangeTime: instant,
  bids: list(level),
  asks: list(level),
  bookFault: optional(record<BookFault>({ validity: wordOf('DEPTH_INVALID', 'INVALID'), reason: wordOf(...FAULTS) })),
  tradedVolume: nonNegative,
  lastTradePrice: optional(nonNegative),
  // Negative while a book is crossed.
  averageSpreadBps: finite,
  realisedDailyVolatility: nonNegative,
});

const everyFault = (check: Check): Readonly<Record<Fault, Check>> =>
  Object.fromEntries(FAULTS.map((fault) => [fault, check])) as Record<Fault, Check>;

const checkFeatures = record<FeatureSnapshot>({
  instrumentId: text,
  set: text,
  asOf: instant,
  values: list((value, path) => (value === null ? undefined : finite(value, path))),
});

const checkQuality = record<QualityReport>({
  validity: wordOf('VALID', 'DEPTH_INVALID', 'INVALID'),
  reason: optional(wordOf(...FAULTS)),
  since: instant,
  rows: record<MarketQuality['rows']>({
    taken: nonNegativeInteger,
    applied: nonNegativeInteger,
    ignored: nonNegativeInteger,
    quarantined: nonNegativeInteger,
    held: nonNegativeInteger,
  }),
  faults: record<MarketQuality['faults']>(everyFault(nonNegativeInteger)),
  staleSeconds: nonNegative,
  delayMsMin: optional(finite),
  skewMs: finite,
});

const checkAuction = record<AuctionReport>({
  auctionId: text,
  requestedAt: instant,
  endedAt: instant,
  knownAt: instant,
  side: wordOf('BUY', 'SELL'),
  quantity: positive,
  clientTier: text,
  arrivalMid: positive,
  quotes: list(
    record<SimulatedAuctionQuote>({
      dealer: text,
      price: optional(positive),
      responseSeconds: optional(nonNegative),
      fate: wordOf(...AUCTION_QUOTE_FATES),
    }),
  ),
  result: wordOf(...AUCTION_RESULTS),
  trade: optional(record<NonNullable<SimulatedAuction['trade']>>({ dealer: text, price: positive, costBps: finite })),
  coverPrice: optional(positive),
});

const checkState = record<InstrumentState>({
  market: checkSnapshot,
  features: checkFeatures,
  quality: checkQuality,
  auctions: optional(list(checkAuction)),
});

const checkMessage = record<WireMessage>({
  v: nonNegativeInteger,
  type: wordOf('state', 'update'),
  run: text,
  lap: nonNegativeInteger,
  day: nonNegativeInteger,
  sessionTime: instant,
  speed: nonNegative,
  states: list(checkState),
});
