import { parseInstant, type Instant } from '#domain/core';
import { midPrice } from '#domain/market-data';
import { decidableMarket } from '#application/decidable-market';
import { type MarketState } from '#application/ports';

/** Mids of an instrument that are remembered. */
const REMEMBERED_MAX = 128;
/** A feed that was last heard longer ago may have missed a change: what is seen then is not of now. */
const SILENCE_MS_MAX = 500;

/** A mid that stood from `since`, when its book changed, and was last seen at `until`. */
interface ObservedMid {
  readonly price: number;
  readonly since: Instant;
  until: Instant;
}

/**
 * The mids of the last looks at the market, in session time, so that what is written down a little later is of its own time and of
 * none after it.
 */
export class ObservedMids {
  private readonly byInstrument = new Map<string, ObservedMid[]>();
  private lookedAt: Instant = 0n;

  constructor(private readonly market: MarketState) {}

  /** Takes note of every market that decisions may be made on now. */
  look(): void {
    if (this.market.feedSilenceMs() > SILENCE_MS_MAX) return;
    const now = this.market.now();
    // The session began anew: what was seen was of another pass.
    if (now < this.lookedAt) this.byInstrument.clear();
    this.lookedAt = now;
    for (const instrumentId of this.market.instruments()) this.note(instrumentId, now);
  }

  /** The mid that stood at `at`: of the last change of the book until then, and last seen at most `toleranceNs` before. */
  at(
    instrumentId: string,
    at: Instant,
    toleranceNs: bigint,
  ): { readonly price: number; readonly marketAt: Instant } | undefined {
    const stood = this.byInstrument.get(instrumentId)?.findLast(({ since }) => since <= at);
    if (stood === undefined || at - stood.until > toleranceNs) return undefined;
    return { price: stood.price, marketAt: stood.since };
  }

  private note(instrumentId: string, now: Instant): void {
    const market = decidableMarket(this.market, instrumentId);
    if (!market.ok) return;
    const since = parseInstant(market.value.exchangeTime);
    if (since === undefined) throw new RangeError(`${market.value.exchangeTime} is no instant`);
    const price = midPrice(market.value);
    const mids = this.byInstrument.get(instrumentId) ?? [];
    this.byInstrument.set(instrumentId, mids);
    const last = mids.at(-1);
    if (last?.since === since && last.price === price) {
      last.until = now;
      return;
    }
    mids.push({ price, since, until: now });
    if (mids.length > REMEMBERED_MAX) mids.shift();
  }
}
