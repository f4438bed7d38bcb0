import { type Side } from '#domain/core';
import { midPrice, type TwoSidedMarket } from '#domain/market-data';
import { unitsPerLot, type RfqState } from '#domain/rfq';
import { livingDealers, type LivingDealer } from '#domain/simulation';
import {
  declineQuoteRequest,
  recordOutcome,
  submitQuote,
  type CommandPorts,
  type SubmitQuoteCommand,
} from '#application/command-quote-request';
import { decidableMarket } from '#application/decidable-market';
import { type DealerHedges } from '#application/ports';
import { type QuoteRequestVersion } from '#application/quote-requests';
import { isSame, nextErrand, type Errand } from './errand.js';

export interface SimulatedDealersPorts extends CommandPorts {
  readonly hedges: DealerHedges;
}

/** Requests attended to at once; the one that was not heard of for longest is left to itself. */
const ATTENDED_MAX = 5_000;
/** A person needs longer to decide than the clients of the market's own auctions. */
const QUOTE_VALID_MS = 60_000;

/** A request that simulated dealers were asked in. */
interface Attended {
  readonly deskId: string;
  readonly request: QuoteRequestVersion;
  /** When they first heard of it. */
  readonly arrivalMid: number;
  readonly errands: Map<LivingDealer, HeldErrand>;
}

interface HeldErrand extends Errand {
  /** Mid when the dealer heard of it: what his last look compares with. */
  readonly heldMid: number;
  isUnderWay: boolean;
}

/**
 * The dealers of the living market, for desks that ask them by name: they quote at their own times by the commands of any dealer, settle
 * what is hit or lifted, by their last looks, and hedge it in the book of the market. Of a recording, which has no dealers, and of
 * a package they know nothing. What they will do follows from the request as it is recorded, so that after a restart they go
 * on as soon as somebody looks at it.
 */
export class SimulatedDealers {
  private readonly attended = new Map<string, Attended>();

  constructor(private readonly ports: SimulatedDealersPorts) {}

  /** A request stands anew. */
  hear(deskId: string, request: QuoteRequestVersion): void {
    const key = `${deskId}/${request.requestId}`;
    const before = this.attended.get(key);
    this.attended.delete(key);
    const dealers = this.askedIn(request.state);
    const market = this.marketOf(request.state);
    if (dealers.length === 0 || market === undefined || request.state.status !== 'OPEN') return;
    const mid = midPrice(market);
    const errands = new Map<LivingDealer, HeldErrand>();
    for (const dealer of dealers) {
      const errand = nextErrand(dealer, request.requestId, request.state);
      if (errand === undefined) continue;
      const known = before?.errands.get(dealer);
      errands.set(dealer, isSame(errand, known) ? known : { ...errand, heldMid: mid, isUnderWay: false });
    }
    this.attended.set(key, { deskId, request, arrivalMid: before?.arrivalMid ?? mid, errands });
    const [oldest] = this.attended.keys();
    if (this.attended.size > ATTENDED_MAX && oldest !== undefined) this.attended.delete(oldest);
  }

  /**
   * Does what is due by the session's time. A refused command is the dealer's bad luck; rejects when one cannot be carried out, which
   * is tried again.
   */
  async tick(): Promise<void> {
    const now = this.ports.market.now();
    const errands: Promise<unknown>[] = [];
    for (const attended of this.attended.values()) {
      for (const [dealer, errand] of attended.errands) {
        if (errand.isUnderWay || errand.dueAt > now) continue;
        errand.isUnderWay = true;
        errands.push(this.run(attended, dealer, errand).catch(again(errand)));
      }
    }
    await Promise.all(errands);
  }

  private async run(attended: Attended, dealer: LivingDealer, errand: HeldErrand): Promise<void> {
    const { deskId, request } = attended;
    const market = this.marketOf(request.state);
    const sent = {
      quoteRequestId: request.requestId,
      dealer: dealer.name,
      idempotencyKey: `${errand.kind} ${errand.nth} of ${dealer.name} on ${request.requestId}`,
    };
    if (errand.kind === 'SETTLE') {
      await this.settle(attended, dealer, errand, sent);
      return;
    }
    const quote = market && quoted(attended, dealer, errand, market);
    if (quote === undefined) await declineQuoteRequest(this.ports, deskId, sent);
    else await submitQuote(this.ports, deskId, { ...sent, ...quote });
  }

  private async settle(
    { deskId, request }: Attended,
    dealer: LivingDealer,
    { nth, heldMid }: HeldErrand,
    {
      dealer: name,
      ...sent
    }: { readonly quoteRequestId: string; readonly dealer: string; readonly idempotencyKey: string },
  ): Promise<void> {
    const { terms, dealers } = request.state;
    const { taking, quote } = dealers.get(name)!;
    const market = this.marketOf(request.state);
    if (taking === undefined || quote === undefined) return;
    const seen = { dealer: name, quoteId: quote.quoteId };
    if (market !== undefined && dealer.refuses(taking.side, heldMid, midPrice(market))) {
      await recordOutcome(this.ports, deskId, { ...sent, outcome: { reject: seen } });
      return;
    }
    const fill = { ...seen, execId: `${name}-${nth}`, quantityUnit: 'LOTS' as const };
    const filled = await recordOutcome(this.ports, deskId, { ...sent, outcome: { fill } });
    if (!filled.ok || market === undefined) return;
    const { instrumentId } = terms.legs[0]!;
    const quantity = taking.unsettledLots * unitsPerLot(market.terms, midPrice(market));
    this.ports.hedges.hedge({ instrumentId, dealer: name, side: taking.side, quantity, price: taking.price });
  }

  /** Those of a request who are the living market's; none unless that is what plays. */
  private askedIn({ terms }: RfqState): readonly LivingDealer[] {
    const [leg] = terms.legs;
    if (leg === undefined || terms.legs.length > 1) return [];
    if (this.ports.market.state(leg.instrumentId)?.auctions === undefined) return [];
    const dealers = livingDealers(leg.instrumentId);
    return terms.dealers.flatMap((name) => dealers.get(name) ?? []);
  }

  private marketOf({ terms }: RfqState): TwoSidedMarket | undefined {
    const [leg] = terms.legs;
    const market = leg && decidableMarket(this.ports.market, leg.instrumentId);
    return market?.ok === true ? market.value : undefined;
  }
}

const again =
  (errand: HeldErrand) =>
  (error: unknown): never => {
    errand.isUnderWay = false;
    throw error;
  };

/** A dealer's quote for the whole request; undefined where he would rather not. */
const quoted = (
  { request, arrivalMid }: Attended,
  dealer: LivingDealer,
  { nth }: Errand,
  market: TwoSidedMarket,
): Omit<SubmitQuoteCommand, 'quoteRequestId' | 'dealer' | 'idempotencyKey'> | undefined => {
  const { requestId, state } = request;
  const { terms, dealers } = state;
  const { side, lots } = terms;
  const mid = midPrice(market);
  const asked = { requestId, side, quantity: lots * unitsPerLot(market.terms, mid), competitors: dealers.size - 1 };
  // A quote that is not his first is against the market of its moment, whatever he goes by at first.
  const reference = nth === 1 ? arrivalMid : mid;
  const { counter } = dealers.get(dealer.name)!;
  const priceFor = (client: Side): number | undefined => {
    if (side !== 'TWO_SIDED' && side !== client) return undefined;
    const price = dealer.price(asked, client, reference, mid);
    return price !== undefined && counter?.side === client ? dealer.halfway(price, counter.price) : price;
  };
  const [bid, offer] = [priceFor('SELL'), priceFor('BUY')];
  if (bid === undefined && offer === undefined) return undefined;
  if (bid !== undefined && offer !== undefined && bid > offer) return undefined;
  return {
    quoteId: `${dealer.name}-${nth}`,
    ...(bid !== undefined && { bid: { price: bid } }),
    ...(offer !== undefined && { offer: { price: offer } }),
    quantityUnit: 'LOTS',
    allOrNone: false,
    validForMs: QUOTE_VALID_MS,
    lastLookMs: dealer.holdSeconds * 1_000,
  };
};
