import { BPS, gridValue, KeyedRng, wordOf } from '#domain/core';
import { ClientPopulation } from '../clients/index.js';
import { MessageQueue } from '../clock/index.js';
import {
  DealerBook,
  dealerEngine,
  drawDelaySeconds,
  type PricingRequest,
  type QuotingEngine,
} from '../dealers/index.js';
import { AuctionEventKind, type AuctionListener } from './auction-events.js';
import { type AuctionParameters } from './auction-parameters.js';
import { Auction, AuctionOutcome, NOBODY, QuoteStatus } from './auction.js';
import { type BuyerAction, type BuyerPolicy, type DecisionCause, WAIT } from './buyer-policy.js';
import { type LitMarket } from './lit-market.js';

// Taken once: where code runs in a context of its own, as under Jest, each look at a global costs a microsecond.
const { max, round } = Math;
const { isNaN: isMissing } = Number;
const NONE = NaN;
/** No auction. */
const OUTSIDE = -1;
const FOREVER = Infinity;

/** What is to happen to an auction; `detail` is a dealer, or the number of a markout. */
const Timer = { ANSWER: 0, EXPIRY: 1, WINDOW_END: 2, LAST_LOOK_END: 3, MARKOUT: 4, WAKE: 5 } as const;

/** What a dealer's draws in an auction are for: each purpose has a stream of its own. */
const Purpose = { ANSWER: 1, VALUE: 2, OFFER: 3, BID: 4 } as const;

/**
 * RFQ auctions from request to last markout, event by event, as many at once as are open. Whoever owns the market drives it: takes
 * the earlier of `nextTimeNs` and the market's own next event, brings the market to that time and calls `step`.
 *
 * Every draw belongs to a stream of (seed, auction, dealer, purpose), so whoever else is asked, whatever the client does and however
 * other auctions go, a dealer answers after the same delay with the same luck.
 */
export class AuctionHouse {
  readonly books: readonly DealerBook[];
  private readonly clients: ClientPopulation;
  private readonly engines: readonly QuotingEngine[];
  private readonly dealerWords: readonly number[];
  private readonly rng: KeyedRng;
  /** Rows of kind, slot and detail; times in nanoseconds. */
  private readonly timers = new MessageQueue(3);
  /** Auctions by slot: a settled one makes room for another. */
  private readonly slots: Auction[] = [];
  private readonly freeSlots: number[] = [];
  private readonly pricing: Mutable<PricingRequest>;
  /** Dealers' last looks together: how long after its window an auction may end. */
  private readonly holdsNs: number;

  /** Expects parameters that `checkAuctions` finds nothing wrong with. */
  constructor(
    private readonly parameters: AuctionParameters,
    private readonly market: LitMarket,
    private readonly policy: BuyerPolicy,
    private readonly listeners: readonly AuctionListener[],
  ) {
    const { seed, instrument, clients, dealers } = parameters;
    const reservations = clients.tiers.map(({ reservation }) => reservation);
    this.rng = new KeyedRng(seed);
    this.clients = new ClientPopulation(seed, clients, instrument.halfSpreadBps, instrument.lotSize);
    this.engines = dealers.map(({ quoting }) => dealerEngine(quoting, reservations));
    this.books = dealers.map(() => new DealerBook());
    this.dealerWords = dealers.map(({ name }) => wordOf(name));
    this.holdsNs = dealers.reduce((sum, { lastLook }) => sum + ns(lastLook?.holdSeconds ?? 0), 0);
    this.pricing = { ...NO_REQUEST, halfSpreadBps: instrument.halfSpreadBps };
  }

  /** Time of the next event; Infinity when no auction is open. */
  get nextTimeNs(): number {
    return this.timers.nextTime;
  }

  /** A client asks. `index` numbers the auction, and names its random streams. */
  open(index: number, timeNs: number): void {
    const { rules, clients } = this.parameters;
    const slot = this.freeSlots.pop() ?? this.newSlot();
    const auction = this.slots[slot]!;
    const order = this.clients.order(index);
    auction.begin(index, order, timeNs, timeNs + ns(rules.windowSeconds), this.market.midAt(timeNs));
    auction.isTwoSided = rules.isTwoSided;
    this.tell(AuctionEventKind.REQUEST, timeNs, auction, NOBODY, 0);
    if (order.signalBps !== 0) this.market.drift(timeNs, 'INFORMATION', order.signalBps, clients.revelationSeconds);
    this.schedule(auction.closesNs, Timer.WINDOW_END, slot);
    for (const dealer of this.policy.panel(auction, this.books.length)) {
      if (this.mayAsk(auction, dealer)) this.ask(slot, dealer, timeNs);
      else this.refuseAction(auction, timeNs, dealer);
    }
  }

  /** The next event happens. There must be one. */
  step(): void {
    const { timers } = this;
    const timeNs = timers.nextTime;
    const row = timers.take();
    const kind = timers.fields[row]!;
    const slot = timers.fields[row + 1]!;
    const detail = timers.fields[row + 2]!;
    timers.release(row);
    const auction = this.slots[slot]!;
    auction.pending -= 1;
    this.fire(kind, slot, detail, timeNs);
    // Once over, an auction makes room when nothing is on its way to it any more: markouts, late answers.
    if (auction.pending === 0 && auction.outcome !== AuctionOutcome.OPEN) this.settle(slot);
  }

  /** A dealer has sold (+1) or bought (-1) a block outside these auctions, and hedges it as one of theirs. */
  tradedOutside(timeNs: number, dealer: number, side: 1 | -1, quantity: number, price: number): void {
    this.books[dealer]!.trade(side > 0 ? -1 : 1, quantity, price);
    this.hedge(timeNs, OUTSIDE, dealer, side, quantity);
  }

  /** A fill of a dealer's hedge; price in currency per unit. */
  hedged(timeNs: number, dealer: number, side: 1 | -1, quantity: number, price: number): void {
    this.books[dealer]!.trade(side, quantity, price);
    for (const listener of this.listeners) {
      listener.event(AuctionEventKind.HEDGE_FILL, timeNs, OUTSIDE, dealer, side, price, quantity);
    }
  }

  private fire(kind: number, slot: number, detail: number, timeNs: number): void {
    switch (kind) {
      case Timer.ANSWER:
        this.answer(slot, detail, timeNs);
        break;
      case Timer.EXPIRY:
        this.expire(slot, detail, timeNs);
        break;
      case Timer.WINDOW_END:
        this.decide(slot, timeNs, 'WINDOW_END');
        break;
      case Timer.WAKE:
        this.wake(slot, timeNs);
        break;
      case Timer.LAST_LOOK_END:
        this.endLastLook(slot, timeNs);
        break;
      case Timer.MARKOUT:
        this.slots[slot]!.markoutMids[detail] = this.market.midAt(timeNs);
        break;
      default:
        throw new Error(`AuctionHouse: there is no timer ${kind}`);
    }
  }

  private newSlot(): number {
    const { instrument, rules } = this.parameters;
    return this.slots.push(new Auction(instrument, this.books.length, rules.markoutSeconds.length)) - 1;
  }

  private mayAsk(auction: Auction, dealer: number): boolean {
    return auction.status[dealer] === QuoteStatus.NOT_ASKED;
  }

  /** Whether, when and with what error the dealer will answer is drawn here: always all three. */
  private ask(slot: number, dealer: number, timeNs: number): void {
    const auction = this.slots[slot]!;
    const { responseProbability, responseDelay, leakage } = this.parameters.dealers[dealer]!;
    auction.status[dealer] = QuoteStatus.ASKED;
    auction.askedNs[dealer] = timeNs;
    auction.asked[auction.askedCount] = dealer;
    auction.askedCount += 1;
    auction.leakageBps += leakage.driftBps * this.leakageShare();
    this.tell(AuctionEventKind.ASK, timeNs, auction, dealer, 0);
    this.leak(auction, dealer, timeNs, leakage.preHedgedShare);
    const answers = this.stream(auction, dealer, Purpose.ANSWER).uniform() < responseProbability;
    const delaySeconds = drawDelaySeconds(responseDelay, this.rng);
    if (answers) this.schedule(timeNs + max(1, ns(delaySeconds)), Timer.ANSWER, slot, dealer);
  }

  private answer(slot: number, dealer: number, timeNs: number): void {
    const auction = this.slots[slot]!;
    if (auction.outcome !== AuctionOutcome.OPEN) {
      auction.status[dealer] = QuoteStatus.LATE;
      auction.quotedNs[dealer] = timeNs;
      this.tell(AuctionEventKind.LATE, timeNs, auction, dealer, 0);
      return;
    }
    auction.answeredCount += 1;
    auction.quotedNs[dealer] = timeNs;
    if (this.price(auction, dealer, timeNs)) this.show(slot, dealer, timeNs);
    else {
      auction.status[dealer] = QuoteStatus.DECLINED;
      this.tell(AuctionEventKind.DECLINE, timeNs, auction, dealer, 0);
    }
    this.decide(slot, timeNs, 'QUOTE');
  }

  private show(slot: number, dealer: number, timeNs: number): void {
    const auction = this.slots[slot]!;
    const validUntilNs = timeNs + ns(this.parameters.dealers[dealer]!.quoteValidSeconds);
    auction.status[dealer] = QuoteStatus.LIVE;
    auction.validUntilNs[dealer] = validUntilNs;
    auction.quoted[auction.quotedCount] = dealer;
    auction.quotedCount += 1;
    if (!isMissing(auction.offerTicks[dealer]!)) this.tellQuote(auction, dealer, timeNs, 1);
    if (!isMissing(auction.bidTicks[dealer]!)) this.tellQuote(auction, dealer, timeNs, -1);
    // A quote that outlives every possible end needs no timer.
    if (validUntilNs <= auction.closesNs + this.holdsNs) this.schedule(validUntilNs, Timer.EXPIRY, slot, dealer);
  }

  /** Asks the dealer's engine; false when there is no quote. */
  private price(auction: Auction, dealer: number, timeNs: number): boolean {
    const engine = this.engines[dealer]!;
    this.describe(auction, dealer, timeNs);
    const reference = engine.reference === 'ARRIVAL_MID' ? auction.arrivalMid : this.pricing.mid;
    const { side } = auction.order;
    if (!auction.isTwoSided) {
      const ticks = this.ticks(engine, auction, dealer, reference, side);
      if (side > 0) auction.offerTicks[dealer] = ticks;
      else auction.bidTicks[dealer] = ticks;
      return !isMissing(ticks);
    }
    let offer = this.ticks(engine, auction, dealer, reference, 1);
    let bid = this.ticks(engine, auction, dealer, reference, -1);
    if (bid >= offer) {
      if (!engine.pricesSidesApart) return false;
      if (side > 0) bid = offer - 1;
      else offer = bid + 1;
    }
    auction.offerTicks[dealer] = offer;
    auction.bidTicks[dealer] = bid;
    return !isMissing(auction.ticksOf(dealer));
  }

  /** The engine's price on the grid, to the nearest tick; NaN when it is none. */
  private ticks(engine: QuotingEngine, auction: Auction, dealer: number, reference: number, side: 1 | -1): number {
    const markupBps = engine.markupBps(
      this.pricing,
      side,
      this.stream(auction, dealer, side > 0 ? Purpose.OFFER : Purpose.BID),
    );
    const ticks = round((reference * (1 + (side * markupBps) / BPS)) / this.parameters.instrument.tickSize);
    return ticks >= 1 && ticks < FOREVER ? ticks : NONE;
  }

  private describe(auction: Auction, dealer: number, timeNs: number): void {
    const { instrument, rules, dealers } = this.parameters;
    const { pricing } = this;
    const { order } = auction;
    const { leakage, valueErrorBps } = dealers[dealer]!;
    const others = auction.askedCount - 1;
    const othersLeakageBps = auction.leakageBps - leakage.driftBps * this.leakageShare();
    pricing.timeNs = timeNs;
    pricing.side = auction.isTwoSided ? 0 : order.side;
    pricing.quantity = order.quantity;
    pricing.blocks = order.quantity / instrument.standardQuantity;
    pricing.tier = order.tier;
    pricing.competitors = rules.tellsCompetitors ? others : rules.assumedCompetitors;
    pricing.othersLeakageBps =
      rules.tellsCompetitors || others === 0
        ? othersLeakageBps
        : (othersLeakageBps / others) * rules.assumedCompetitors;
    pricing.arrivalMid = auction.arrivalMid;
    pricing.mid = this.market.midAt(timeNs);
    pricing.inventoryBlocks = this.books[dealer]!.inventory / instrument.standardQuantity;
    pricing.valueSignalBps = order.signalBps + valueErrorBps * this.stream(auction, dealer, Purpose.VALUE).normal();
    auction.midAtQuote[dealer] = pricing.mid;
    auction.inventoryBlocks[dealer] = pricing.inventoryBlocks;
  }

  private expire(slot: number, dealer: number, timeNs: number): void {
    const auction = this.slots[slot]!;
    if (auction.status[dealer] !== QuoteStatus.LIVE || auction.outcome !== AuctionOutcome.OPEN) return;
    auction.status[dealer] = QuoteStatus.EXPIRED;
    this.tell(AuctionEventKind.EXPIRE, timeNs, auction, dealer, auction.ticksOf(dealer));
    this.decide(slot, timeNs, 'EXPIRY');
  }

  /** The client acts, unless somebody holds his acceptance. */
  private decide(slot: number, timeNs: number, cause: DecisionCause): void {
    const auction = this.slots[slot]!;
    if (auction.outcome !== AuctionOutcome.OPEN || auction.holder !== NOBODY) return;
    let action = this.policy.decide(auction, timeNs, cause);
    while (action.kind === 'ASK' && this.mayAsk(auction, action.dealer) && timeNs < auction.closesNs) {
      this.ask(slot, action.dealer, timeNs);
      action = this.policy.decide(auction, timeNs, cause);
    }
    if (!this.isPossible(auction, action, timeNs)) {
      this.refuseAction(auction, timeNs, 'dealer' in action ? action.dealer : NOBODY);
      action = WAIT;
    }
    if (action.kind === 'ACCEPT') this.accept(slot, action.dealer, timeNs);
    else if (action.kind === 'PASS' || timeNs >= auction.closesNs) this.pass(slot, timeNs);
    else if (action.kind === 'WAIT') this.sleep(slot, timeNs, action.untilNs);
  }

  /** The last wish counts: an alarm that was set before and has not rung is one that nobody waits for any more. */
  private sleep(slot: number, timeNs: number, untilNs: number | undefined): void {
    const auction = this.slots[slot]!;
    const wakesNs = untilNs !== undefined && untilNs > timeNs && untilNs < auction.closesNs ? untilNs : NONE;
    if (wakesNs === auction.wakesNs) return;
    auction.wakesNs = wakesNs;
    if (!isMissing(wakesNs)) this.schedule(wakesNs, Timer.WAKE, slot);
  }

  private wake(slot: number, timeNs: number): void {
    if (this.slots[slot]!.wakesNs === timeNs) this.decide(slot, timeNs, 'WAKE');
  }

  private isPossible(auction: Auction, action: BuyerAction, timeNs: number): boolean {
    if (action.kind === 'ACCEPT') return auction.isLive(action.dealer, timeNs);
    return action.kind === 'WAIT' || action.kind === 'PASS';
  }

  private refuseAction(auction: Auction, timeNs: number, dealer: number): void {
    const named = Number.isInteger(dealer) ? dealer : NOBODY;
    this.tell(AuctionEventKind.REFUSED_ACTION, timeNs, auction, named, 0);
  }

  private accept(slot: number, dealer: number, timeNs: number): void {
    const auction = this.slots[slot]!;
    const { lastLook } = this.parameters.dealers[dealer]!;
    this.tell(AuctionEventKind.ACCEPT, timeNs, auction, dealer, auction.ticksOf(dealer));
    if (lastLook === null) {
      this.trade(slot, dealer, timeNs);
      return;
    }
    auction.status[dealer] = QuoteStatus.HELD;
    auction.holder = dealer;
    auction.heldMid = this.market.midAt(timeNs);
    this.schedule(timeNs + ns(lastLook.holdSeconds), Timer.LAST_LOOK_END, slot, dealer);
  }

  private endLastLook(slot: number, timeNs: number): void {
    const auction = this.slots[slot]!;
    const dealer = auction.holder;
    auction.holder = NOBODY;
    const moveBps = (auction.order.side * (this.market.midAt(timeNs) - auction.heldMid) * BPS) / auction.heldMid;
    if (!(moveBps > this.parameters.dealers[dealer]!.lastLook!.thresholdBps)) {
      this.trade(slot, dealer, timeNs);
      return;
    }
    auction.status[dealer] = QuoteStatus.REJECTED;
    auction.rejectMoveBps[dealer] = moveBps;
    this.tell(AuctionEventKind.REJECT, timeNs, auction, dealer, auction.ticksOf(dealer));
    this.decide(slot, timeNs, 'REJECTED');
  }

  private trade(slot: number, dealer: number, timeNs: number): void {
    const auction = this.slots[slot]!;
    const { side, quantity } = auction.order;
    const ticks = auction.ticksOf(dealer);
    auction.status[dealer] = QuoteStatus.DONE;
    auction.winner = dealer;
    auction.tradedTicks = ticks;
    auction.coverDealer = auction.bestLive(timeNs);
    if (auction.coverDealer !== NOBODY) auction.coverTicks = auction.ticksOf(auction.coverDealer);
    this.books[dealer]!.trade(side > 0 ? -1 : 1, quantity, gridValue(ticks, auction.instrument.tickSize));
    this.tell(AuctionEventKind.TRADE, timeNs, auction, dealer, ticks);
    this.end(slot, timeNs, AuctionOutcome.TRADED);
    this.hedge(timeNs, auction.index, dealer, side, quantity);
  }

  private hedge(timeNs: number, auction: number, dealer: number, side: 1 | -1, quantity: number): void {
    const { hedging } = this.parameters.dealers[dealer]!;
    if (hedging.share === 0) return;
    const order = { dealer, side, quantity: quantity * hedging.share, overSeconds: hedging.overSeconds };
    for (const listener of this.listeners) {
      listener.event(AuctionEventKind.HEDGE, timeNs, auction, dealer, side, 0, order.quantity);
    }
    this.market.hedge(timeNs, order);
  }

  private pass(slot: number, timeNs: number): void {
    this.tell(AuctionEventKind.PASS, timeNs, this.slots[slot]!, NOBODY, 0);
    this.end(slot, timeNs, AuctionOutcome.PASSED);
  }

  private end(slot: number, timeNs: number, outcome: number): void {
    const auction = this.slots[slot]!;
    auction.outcome = outcome;
    auction.endedNs = timeNs;
    auction.endMid = this.market.midAt(timeNs);
    for (let i = 0; i < auction.askedCount; i += 1) {
      const dealer = auction.asked[i]!;
      if (dealer === auction.winner) continue;
      this.leak(auction, dealer, timeNs, 1 - this.parameters.dealers[dealer]!.leakage.preHedgedShare);
    }
    this.parameters.rules.markoutSeconds.forEach((seconds, i) => {
      this.schedule(timeNs + ns(seconds), Timer.MARKOUT, slot, i);
    });
  }

  private schedule(timeNs: number, kind: number, slot: number, detail = 0): void {
    const { timers } = this;
    const row = timers.post(timeNs);
    timers.fields[row] = kind;
    timers.fields[row + 1] = slot;
    timers.fields[row + 2] = detail;
    this.slots[slot]!.pending += 1;
  }

  private settle(slot: number): void {
    for (const listener of this.listeners) listener.settled(this.slots[slot]!);
    this.freeSlots.push(slot);
  }

  private leak(auction: Auction, dealer: number, timeNs: number, share: number): void {
    const { driftBps, overSeconds } = this.parameters.dealers[dealer]!.leakage;
    const bps = auction.order.side * driftBps * share * this.leakageShare();
    if (bps !== 0) this.market.drift(timeNs, 'LEAKAGE', bps, overSeconds);
  }

  private leakageShare(): number {
    const { isTwoSided, twoSidedLeakageShare } = this.parameters.rules;
    return isTwoSided ? twoSidedLeakageShare : 1;
  }

  private stream(auction: Auction, dealer: number, purpose: number): KeyedRng {
    return this.rng.select(auction.index, this.dealerWords[dealer]!, purpose);
  }

  private tell(kind: number, timeNs: number, auction: Auction, dealer: number, ticks: number): void {
    const { side, quantity } = auction.order;
    const price = gridValue(ticks, auction.instrument.tickSize);
    for (const listener of this.listeners) {
      listener.event(kind, timeNs, auction.index, dealer, side, price, quantity);
    }
  }

  private tellQuote(auction: Auction, dealer: number, timeNs: number, side: 1 | -1): void {
    const ticks = side > 0 ? auction.offerTicks[dealer]! : auction.bidTicks[dealer]!;
    const price = gridValue(ticks, auction.instrument.tickSize);
    for (const listener of this.listeners) {
      listener.event(AuctionEventKind.QUOTE, timeNs, auction.index, dealer, side, price, auction.order.quantity);
    }
  }
}

const ns = (seconds: number): number => round(seconds * 1e9);

const NO_REQUEST: PricingRequest = {
  timeNs: 0,
  side: 0,
  quantity: 0,
  blocks: 0,
  tier: 0,
  competitors: 0,
  othersLeakageBps: 0,
  arrivalMid: NaN,
  mid: NaN,
  halfSpreadBps: NaN,
  inventoryBlocks: 0,
  valueSignalBps: 0,
};

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
