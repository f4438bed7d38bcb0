import { ok, type Instant, type Result } from '#domain/core';
import { Follower } from '#application/change-stream';
import {
  Repricing,
  type IndicativePrice,
  type RepricingFailure,
  type RepricingPorts,
  type StreamedSize,
} from './repricing.js';

export { type StreamedSize } from './repricing.js';

/** One price of a stream. */
export interface IndicativeQuote extends IndicativePrice {
  /** 1 for the first price of its stream, one more with every next. */
  readonly revision: number;
}

export type StreamedQuote = Result<IndicativeQuote, RepricingFailure>;

/** One who follows a price, and what his last look rested on; absent before the first. */
interface Watch {
  readonly follower: Follower<StreamedQuote>;
  readonly instrumentId: string;
  seen?: Seen;
}

interface Seen {
  readonly sequence: number | undefined;
  /** Session time from which it is old though nothing moved. */
  readonly until: Instant;
}

/** A refusal is looked at again after so long, though nothing moved. */
const REFUSAL_MS = 1_000;

/** What the market, the inventory or the models may lift; any other refusal ends its stream. */
const LIFTED: ReadonlySet<string> = new Set<RepricingFailure['code']>([
  'STALE_MARKET',
  'CROSSED_MARKET',
  'MARKET_NOT_TRADABLE',
  'FORECAST_UNAVAILABLE',
  'INVENTORY_LIMIT',
  'SIZE_NOT_QUOTABLE',
]);

/**
 * Prices that follow the market and the desk's inventory: priced anew when either changes and when the last price expires. Whoever reads
 * slowly skips to the price of the moment at which he reads. The kill switch ends every stream of its desk with a refusal.
 */
export class QuoteStreams {
  /** By desk. */
  private readonly watches = new Map<string, Set<Watch>>();
  private readonly repricing: Repricing;

  constructor(private readonly ports: RepricingPorts) {
    this.repricing = new Repricing(ports);
  }

  /** `return()` ends it. */
  follow(deskId: string, size: StreamedSize): AsyncIterableIterator<StreamedQuote> {
    const watches = this.watches.get(deskId) ?? new Set();
    this.watches.set(deskId, watches);
    let revision = 0;
    const look = async (): Promise<StreamedQuote> => {
      watch.seen = this.seenUntil(watch, REFUSAL_MS);
      const price = await this.repricing.price(deskId, size);
      if (!price.ok) {
        if (!LIFTED.has(price.error.code)) await watch.follower.return();
        return price;
      }
      watch.seen = { ...watch.seen, until: this.seenUntil(watch, price.value.validForMs).until };
      return ok({ revision: (revision += 1), ...price.value });
    };
    const follower = new Follower(look, () => {
      watches.delete(watch);
      if (watches.size === 0) this.watches.delete(deskId);
    });
    const watch: Watch = { follower, instrumentId: size.instrumentId };
    watches.add(watch);
    return follower;
  }

  /** The desk holds something else, or its kill switch was moved: here or in another process. */
  changed(deskId: string): void {
    for (const { follower } of this.watches.get(deskId) ?? []) follower.mark();
  }

  /** Session time has passed: whoever saw what has moved or expired since is owed a look. Call it now and then. */
  tick(): void {
    const now = this.ports.market.now();
    for (const watches of this.watches.values()) {
      for (const { follower, instrumentId, seen } of watches) {
        if (seen !== undefined && (now >= seen.until || this.sequenceOf(instrumentId) !== seen.sequence)) {
          follower.mark();
        }
      }
    }
  }

  private seenUntil({ instrumentId }: Pick<Watch, 'instrumentId'>, ms: number): Seen {
    return {
      sequence: this.sequenceOf(instrumentId),
      until: this.ports.market.now() + BigInt(Math.floor(ms)) * 1_000_000n,
    };
  }

  private sequenceOf(instrumentId: string): number | undefined {
    return this.ports.market.latest(instrumentId)?.sequence;
  }
}
