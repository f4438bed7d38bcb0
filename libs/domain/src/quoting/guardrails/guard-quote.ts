import { BPS, costBps, err, ok, type Failure, type Result } from '#domain/core';
import { roundToTick } from '../quote-price.js';
import { type EngineQuote } from '../engine/index.js';
import { type KillSwitch } from './kill-switch.js';

/** What no quote of the desk may be. */
export interface Guardrails {
  /** Offer less bid, bps of the mid. */
  readonly minSpreadBps: number;
  readonly maxSpreadBps: number;
  /** How far inventory may move what a block costs: the engine keeps to it, before it looks for the best markup. */
  readonly maxSkewBps: number;
  /** A side that would leave more than this in inventory is not shown; a side that brings it down always is. */
  readonly inventoryBlocksMax: number;
  readonly marketAgeSecondsMax: number;
}

/** The moment at which a quote is about to leave. */
export interface QuoteMoment {
  readonly killSwitch: KillSwitch;
  readonly isMarketValid: boolean;
  readonly marketAgeSeconds: number;
  readonly mid: number;
  readonly tickSize: number;
  /** Best prices of the lit market; null where there is none. */
  readonly litBid: number | null;
  readonly litOffer: number | null;
  /** Of the asset asked for. */
  readonly inventoryBlocks: number;
}

/** Why nothing leaves. */
export type QuoteRefusal = Failure<
  'KILL_SWITCH' | 'MARKET_INVALID' | 'MARKET_STALE' | 'INVENTORY_LIMIT' | 'IMPOSSIBLE_QUOTE_MOMENT'
>;

/** What a guardrail did to a price, in bps of the mid, in the client's sign; in the order in which they act. */
export interface GuardrailAdjustment {
  readonly rule: 'MAX_SPREAD' | 'MIN_SPREAD' | 'ANTI_CROSS';
  readonly bps: number;
}

export interface GuardedSide {
  readonly clientSide: 1 | -1;
  /** On the tick grid; currency per unit. */
  readonly price: number;
  readonly adjustments: readonly GuardrailAdjustment[];
}

/** A side of a quote before its guardrails. */
type UnguardedSide = Pick<EngineQuote, 'clientSide' | 'blocks' | 'markupBps'>;

/** Both sides of a size, as the engine or exploration left them. */
export interface UnguardedQuote {
  readonly blocks: number;
  readonly bid: UnguardedSide;
  readonly offer: UnguardedSide;
}

/** What leaves; null: the side would take the inventory beyond its limit. */
export interface GuardedQuote {
  readonly bid: GuardedSide | null;
  readonly offer: GuardedSide | null;
}

/**
 * The last look of the desk at its own quote: refuses while the kill switch is engaged or the market is invalid or stale, then clamps
 * the spread and, last, a price through the lit market, and says by how much each rule moved which price.
 */
export const guardQuote = (
  quote: UnguardedQuote,
  guardrails: Guardrails,
  moment: QuoteMoment,
): Result<GuardedQuote, QuoteRefusal> => {
  const refusal = refusalOf(guardrails, moment);
  if (refusal !== undefined) return err(refusal);
  const bid = new Adjusted(quote.bid);
  const offer = new Adjusted(quote.offer);
  const spread = (): number => bid.markupBps + offer.markupBps;
  for (const rule of ['MAX_SPREAD', 'MIN_SPREAD'] as const) {
    const change =
      rule === 'MAX_SPREAD'
        ? Math.min(0, guardrails.maxSpreadBps - spread())
        : Math.max(0, guardrails.minSpreadBps - spread());
    bid.move(rule, change / 2);
    offer.move(rule, change / 2);
  }
  const shown = {
    bid: isWithinInventory(quote.bid, guardrails, moment) ? bid.shown(moment) : null,
    offer: isWithinInventory(quote.offer, guardrails, moment) ? offer.shown(moment) : null,
  };
  if (shown.bid !== null || shown.offer !== null) return ok(shown);
  return err(refuse('INVENTORY_LIMIT', 'blocks', `${guardrails.inventoryBlocksMax} blocks in all`, quote.blocks));
};

const refusalOf = (guardrails: Guardrails, moment: QuoteMoment): QuoteRefusal | undefined => {
  const { killSwitch, isMarketValid, marketAgeSeconds, mid, inventoryBlocks } = moment;
  if (killSwitch.kind === 'ENGAGED') {
    return refuse('KILL_SWITCH', 'killSwitch', 'released by a second person', killSwitch.reason);
  }
  if (!isMarketValid) return refuse('MARKET_INVALID', 'market', 'a valid book', 'an invalid one');
  if (!(marketAgeSeconds <= guardrails.marketAgeSecondsMax)) {
    return refuse('MARKET_STALE', 'market.ageSeconds', `up to ${guardrails.marketAgeSecondsMax}`, marketAgeSeconds);
  }
  if (!(mid > 0 && mid < Infinity)) return refuse('IMPOSSIBLE_QUOTE_MOMENT', 'mid', 'positive and finite', mid);
  if (!Number.isFinite(inventoryBlocks)) {
    return refuse('IMPOSSIBLE_QUOTE_MOMENT', 'inventoryBlocks', 'finite', inventoryBlocks);
  }
  return undefined;
};

/** A side on its way through the rules. */
class Adjusted {
  markupBps: number;
  private readonly adjustments: GuardrailAdjustment[] = [];

  constructor(readonly quote: UnguardedSide) {
    this.markupBps = quote.markupBps;
  }

  move(rule: GuardrailAdjustment['rule'], bps: number): void {
    if (bps === 0) return;
    this.markupBps += bps;
    this.adjustments.push({ rule, bps });
  }

  shown(moment: QuoteMoment): GuardedSide {
    const { clientSide } = this.quote;
    const side = clientSide > 0 ? 'BUY' : 'SELL';
    const wanted = roundToTick(moment.mid * (1 + (clientSide * this.markupBps) / BPS), moment.tickSize, side);
    const price = uncrossed(clientSide, wanted, moment);
    this.move('ANTI_CROSS', costBps(side, price, wanted) * (wanted / moment.mid));
    return { clientSide, price, adjustments: this.adjustments };
  }
}

/** An offer at or below the lit bid, and a bid at or above the lit offer, would be taken at once by anybody: one tick inside it. */
const uncrossed = (clientSide: 1 | -1, price: number, { tickSize, litBid, litOffer }: QuoteMoment): number => {
  if (clientSide > 0) return litBid === null ? price : Math.max(price, roundToTick(litBid + tickSize, tickSize, 'BUY'));
  return litOffer === null ? price : Math.min(price, roundToTick(litOffer - tickSize, tickSize, 'SELL'));
};

const isWithinInventory = (
  { clientSide, blocks }: UnguardedSide,
  { inventoryBlocksMax }: Guardrails,
  { inventoryBlocks }: QuoteMoment,
): boolean => {
  const after = Math.abs(inventoryBlocks - clientSide * blocks);
  return after <= inventoryBlocksMax || after <= Math.abs(inventoryBlocks);
};

const refuse = (code: QuoteRefusal['code'], field: string, allowed: string, value: unknown): QuoteRefusal => ({
  code,
  field,
  allowed,
  message: `${field}: ${allowed} is allowed, found ${String(value)}`,
});
