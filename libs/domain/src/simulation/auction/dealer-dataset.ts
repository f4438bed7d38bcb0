import { GrowingColumn, gridValue } from '#domain/core';
import { type AuctionListener } from './auction-events.js';
import { type AuctionRules } from './auction-parameters.js';
import { NOBODY, type AuctionView } from './auction.js';
import { DEALER_OUTCOMES, dealerOutcome, type DealerOutcome } from './dealer-outcome.js';

/** One quote as the dealer who gave it knows it, censored: of others' prices only a cover, of the client's nothing. */
export interface DealerRow {
  readonly auction: number;
  readonly dealer: number;
  readonly timeNs: number;
  /** s of the client: +1 buys, -1 sells; 0: not told, a two-sided request that he did not win. */
  readonly side: 1 | -1 | 0;
  /** In units. */
  readonly quantity: number;
  readonly tier: number;
  /** Others asked by the end; NaN where it is not told. */
  readonly competitors: number;
  /** Mids at the request, at his quote and at the end; currency per unit. */
  readonly arrivalMid: number;
  readonly midAtQuote: number;
  readonly endMid: number;
  /** His prices; NaN on a side that was not asked for. Currency per unit. */
  readonly bid: number;
  readonly offer: number;
  readonly inventoryBlocks: number;
  readonly outcome: DealerOutcome;
  /** Best price not traded, where he won and is told; otherwise NaN. */
  readonly cover: number;
  /** Whether his own price was that one: FIX's Cover, a special case of TRADED_AWAY or TIED. */
  readonly isCover: boolean;
  /** Mids after the end by the rules' markout times; currency per unit. */
  readonly markoutMids: readonly number[];
}

/** Every quote of every dealer, in the order in which auctions were settled. */
export class DealerDataset implements AuctionListener {
  private readonly columns: Readonly<Record<DealerColumn, GrowingColumn>>;
  private readonly markouts: readonly GrowingColumn[];

  constructor(private readonly rules: AuctionRules) {
    this.columns = Object.fromEntries(COLUMNS.map((name) => [name, new GrowingColumn()])) as Record<
      DealerColumn,
      GrowingColumn
    >;
    this.markouts = rules.markoutSeconds.map(() => new GrowingColumn());
  }

  get length(): number {
    return this.columns.auction.length;
  }

  event(): void {
    // Rows are of auctions that are over.
  }

  settled(auction: AuctionView): void {
    for (let i = 0; i < auction.quotedCount; i += 1) this.append(auction, auction.quoted[i]!);
  }

  /** A column as a typed array, one value per quote; outcomes as indices of `DEALER_OUTCOMES`. */
  column(name: DealerColumn): Float64Array {
    return this.columns[name].toArray();
  }

  row(at: number): DealerRow {
    const value = (name: DealerColumn): number => this.columns[name].at(at);
    return {
      auction: value('auction'),
      dealer: value('dealer'),
      timeNs: value('timeNs'),
      side: value('side') as 1 | -1 | 0,
      quantity: value('quantity'),
      tier: value('tier'),
      competitors: value('competitors'),
      arrivalMid: value('arrivalMid'),
      midAtQuote: value('midAtQuote'),
      endMid: value('endMid'),
      bid: value('bid'),
      offer: value('offer'),
      inventoryBlocks: value('inventoryBlocks'),
      outcome: DEALER_OUTCOMES[value('outcome')]!,
      cover: value('cover'),
      isCover: value('isCover') === 1,
      markoutMids: this.markouts.map((column) => column.at(at)),
    };
  }

  private append(auction: AuctionView, dealer: number): void {
    const { columns } = this;
    const { order, instrument } = auction;
    const { tellsCover, tellsCompetitors } = this.rules;
    const outcome = dealerOutcome(auction, dealer, tellsCover);
    const knowsSide = !auction.isTwoSided || auction.winner === dealer || outcome === 'LAST_LOOK_REJECTED';
    const price = (ticks: number): number => gridValue(ticks, instrument.tickSize);
    columns.auction.push(auction.index);
    columns.dealer.push(dealer);
    columns.timeNs.push(auction.quotedNs[dealer]!);
    columns.side.push(knowsSide ? order.side : 0);
    columns.quantity.push(order.quantity);
    columns.tier.push(order.tier);
    columns.competitors.push(tellsCompetitors ? auction.askedCount - 1 : NaN);
    columns.arrivalMid.push(auction.arrivalMid);
    columns.midAtQuote.push(auction.midAtQuote[dealer]!);
    columns.endMid.push(auction.endMid);
    columns.bid.push(price(auction.bidTicks[dealer]!));
    columns.offer.push(price(auction.offerTicks[dealer]!));
    columns.inventoryBlocks.push(auction.inventoryBlocks[dealer]!);
    columns.outcome.push(DEALER_OUTCOMES.indexOf(outcome));
    columns.cover.push(outcome === 'DONE_WITH_COVER' ? price(auction.coverTicks) : NaN);
    columns.isCover.push(auction.coverDealer === dealer && dealer !== NOBODY ? 1 : 0);
    this.markouts.forEach((column, i) => {
      column.push(auction.markoutMids[i]!);
    });
  }
}

const COLUMNS = [
  'auction',
  'dealer',
  'timeNs',
  'side',
  'quantity',
  'tier',
  'competitors',
  'arrivalMid',
  'midAtQuote',
  'endMid',
  'bid',
  'offer',
  'inventoryBlocks',
  'outcome',
  'cover',
  'isCover',
] as const satisfies readonly (keyof DealerRow)[];

export type DealerColumn = (typeof COLUMNS)[number];
