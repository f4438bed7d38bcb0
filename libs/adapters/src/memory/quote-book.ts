import { err, ok, type Failure, type Instant, type Result } from '#domain/core';
import {
  admit,
  engaged,
  MESSAGE_WINDOW_SECONDS,
  NO_USAGE,
  RELEASED,
  released,
  takenBack,
  type AdmissionBreach,
  type AdmissionLimits,
  type DeskStanding,
  type Exposure,
  type FlowUsage,
  type KillSwitch,
} from '#domain/quoting';
import { isDealt } from '#domain/rfq';
import {
  quoteRefused,
  quotesTakenBack,
  type DeskPosition,
  type EndedQuote,
  type EndOutcome,
  type EngagedSwitch,
  type LeavingQuote,
  type QuoteBook,
  type QuotingEvent,
  type RecordedQuotingEvent,
} from '#application/ports';
import { MemoryDeskEvents } from './desk-events.js';

interface HeldQuote extends LeavingQuote {
  state: 'LIVE' | 'TAKEN_BACK' | 'OVER';
}

/** Of one desk. */
interface Book {
  killSwitch: KillSwitch;
  readonly quotes: Map<string, HeldQuote>;
  readonly ends: Map<string, EndedQuote>;
  readonly positions: Map<string, number>;
  readonly events: RecordedQuotingEvent[];
  /** As the last quote left it; undefined when something else has happened since. */
  standing: { readonly at: Instant; readonly after: DeskStanding } | undefined;
}

const WINDOW_NS = BigInt(MESSAGE_WINDOW_SECONDS) * 1_000_000_000n;

/** Quotes of one process, for as long as it lives. */
export class MemoryQuoteBook implements QuoteBook {
  private readonly books = new Map<string, Book>();

  constructor(private readonly changes = new MemoryDeskEvents()) {}

  async leave(deskId: string, quote: LeavingQuote, limits: AdmissionLimits): Promise<Result<void, AdmissionBreach>> {
    await Promise.resolve();
    const book = this.bookOf(deskId);
    const before = book.quotes.get(quote.quoteId);
    if (before !== undefined && book.killSwitch.kind === 'RELEASED') {
      return before.state === 'TAKEN_BACK' ? err(takenBack()) : ok(undefined);
    }
    const at = quote.decidedAt;
    const standing = book.standing?.at === at ? book.standing.after : standingAt(book, at);
    const admitted = admit(standing, quote, limits);
    book.standing = { at, after: admitted.ok ? admitted.value : standing };
    if (!admitted.ok) {
      append(book, quoteRefused(quote, admitted.error));
      return admitted;
    }
    book.quotes.set(quote.quoteId, { ...quote, state: 'LIVE' });
    return ok(undefined);
  }

  engage(deskId: string, person: string, reason: string, at: Instant): Promise<EngagedSwitch> {
    const book = this.bookOf(deskId);
    book.standing = undefined;
    book.killSwitch = engaged(book.killSwitch, person, reason);
    const live = [...book.quotes.values()].filter(({ state }) => state === 'LIVE');
    for (const quote of live) quote.state = 'TAKEN_BACK';
    append(book, switched('KILL_SWITCH_ENGAGED', person, reason, at));
    const cancelled = live.filter((quote) => isLiveAt(quote, at));
    for (const event of takenBackEvents(cancelled, at)) append(book, event);
    this.announce(deskId);
    return Promise.resolve({ killSwitch: book.killSwitch, cancelled: cancelled.length });
  }

  release(deskId: string, person: string, at: Instant): Promise<Result<KillSwitch, Failure<'SECOND_PERSON_REQUIRED'>>> {
    const book = this.bookOf(deskId);
    const next = released(book.killSwitch, person);
    if (next.ok) {
      book.standing = undefined;
      book.killSwitch = next.value;
      append(book, switched('KILL_SWITCH_RELEASED', person, 'released', at));
      this.announce(deskId);
    }
    return Promise.resolve(next);
  }

  killSwitch(deskId: string): Promise<KillSwitch> {
    return Promise.resolve(this.bookOf(deskId).killSwitch);
  }

  liveQuotes(deskId: string, at: Instant): Promise<number> {
    const quotes = [...this.bookOf(deskId).quotes.values()];
    return Promise.resolve(quotes.filter((quote) => quote.state === 'LIVE' && isLiveAt(quote, at)).length);
  }

  end(deskId: string, ended: EndedQuote): Promise<EndOutcome> {
    const book = this.bookOf(deskId);
    const { ends, quotes, positions } = book;
    const before = ends.get(ended.quoteId);
    if (before !== undefined) return Promise.resolve({ kind: 'EXISTS', ended: before });
    book.standing = undefined;
    ends.set(ended.quoteId, ended);
    const quote = quotes.get(ended.quoteId);
    if (quote?.state === 'LIVE') quote.state = 'OVER';
    if (isDealt(ended.kind)) {
      const bought = ended.clientSide === 'SELL' ? ended.quantity : -ended.quantity;
      positions.set(ended.instrumentId, (positions.get(ended.instrumentId) ?? 0) + bought);
      this.announce(deskId);
    }
    return Promise.resolve({ kind: 'ENDED' });
  }

  positions(deskId: string): Promise<readonly DeskPosition[]> {
    const held = [...this.bookOf(deskId).positions].filter(([, quantity]) => quantity !== 0);
    return Promise.resolve(
      held
        .map(([instrumentId, quantity]) => ({ instrumentId, quantity }))
        .sort((a, b) => (a.instrumentId < b.instrumentId ? -1 : 1)),
    );
  }

  record(deskId: string, event: QuotingEvent): Promise<void> {
    append(this.bookOf(deskId), event);
    return Promise.resolve();
  }

  events(deskId: string, first: number, before = Infinity): Promise<readonly RecordedQuotingEvent[]> {
    const behind = this.bookOf(deskId).events.filter(({ ordinal }) => ordinal < before);
    return Promise.resolve(behind.slice(-first).reverse());
  }

  private announce(deskId: string): void {
    this.changes.announce(deskId, 'QUOTING_DESK_CHANGED', deskId);
  }

  private bookOf(deskId: string): Book {
    const book: Book = this.books.get(deskId) ?? {
      killSwitch: RELEASED,
      quotes: new Map(),
      ends: new Map(),
      positions: new Map(),
      events: [],
      standing: undefined,
    };
    this.books.set(deskId, book);
    return book;
  }
}

const append = ({ events }: Book, event: QuotingEvent): void => {
  events.push({ ...event, ordinal: events.length + 1 });
};

const switched = (kind: QuotingEvent['kind'], who: string, message: string, at: Instant): QuotingEvent => ({
  kind,
  at,
  who,
  instrumentId: null,
  code: null,
  field: null,
  message,
});

/** By client, then instrument. */
const takenBackEvents = (quotes: readonly LeavingQuote[], at: Instant): readonly QuotingEvent[] => {
  const groups = new Map<string, LeavingQuote[]>();
  for (const quote of quotes) {
    const name = JSON.stringify([quote.client, quote.instrumentId]);
    const group = groups.get(name) ?? [];
    groups.set(name, group);
    group.push(quote);
  }
  const named = [...groups.values()].sort(
    ([a], [b]) => compared(a!.client, b!.client) || compared(a!.instrumentId, b!.instrumentId),
  );
  return named.map((group) => quotesTakenBack(group[0]!, group.length, at));
};

const compared = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

const isLiveAt = ({ decidedAt, expiresAt }: LeavingQuote, at: Instant): boolean => decidedAt <= at && at < expiresAt;

const standingAt = ({ killSwitch, quotes, positions }: Book, at: Instant): DeskStanding => {
  let desk = NO_USAGE;
  const clients = new Map<string, FlowUsage>();
  const exposures = new Map<string, Exposure>(
    [...positions].map(([instrumentId, held]) => [instrumentId, { held, liveBids: 0, liveOffers: 0 }]),
  );
  for (const quote of quotes.values()) {
    const isLive = quote.state === 'LIVE' && isLiveAt(quote, at);
    const isInWindow = quote.decidedAt <= at && quote.decidedAt > at - WINDOW_NS;
    const more: FlowUsage = { notional: isLive ? quote.notional : 0, messages: isInWindow ? 1 : 0 };
    desk = sumOf(desk, more);
    clients.set(quote.client, sumOf(clients.get(quote.client) ?? NO_USAGE, more));
    if (!isLive) continue;
    const { held, liveBids, liveOffers } = exposures.get(quote.instrumentId) ?? { held: 0, liveBids: 0, liveOffers: 0 };
    exposures.set(quote.instrumentId, {
      held,
      liveBids: liveBids + quote.bidQuantity,
      liveOffers: liveOffers + quote.offerQuantity,
    });
  }
  return { killSwitch, desk, clients, exposures };
};

const sumOf = (one: FlowUsage, other: FlowUsage): FlowUsage => ({
  notional: one.notional + other.notional,
  messages: one.messages + other.messages,
});
