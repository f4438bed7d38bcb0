import { err, ok, type Result } from '#domain/core';
import { stoppedBy } from '#domain/quoting';
import {
  askedSizes,
  ladderHedgeRequests,
  priceEngineQuote,
  pricedFrom,
  switchInTime,
  type DealerQuote,
  type EngineRuleFailure,
  type GenerateQuotePorts,
  type ImpossibleSizes,
  type PriceRequest,
} from '#application/generate-quote';
import { type DeskSettingsStore, type ForecastUnavailable } from '#application/ports';

/** A size whose price somebody wants to follow. */
export interface StreamedSize extends PriceRequest {
  readonly quantity: number;
}

/** A price that was never recorded: nobody can deal at it, and it claims no limit. */
export interface IndicativePrice extends Omit<DealerQuote, 'decisionId' | 'decidedAt' | 'lastLookMs'> {
  /** Session time, ISO 8601. */
  readonly pricedAt: string;
}

export type RepricingFailure = ImpossibleSizes | ForecastUnavailable | EngineRuleFailure;
type Repriced = Result<IndicativePrice, RepricingFailure>;

export interface RepricingPorts extends Omit<GenerateQuotePorts, 'decisions' | 'identifiers'> {
  readonly desks: DeskSettingsStore;
}

interface Waiting {
  readonly size: StreamedSize;
  readonly resolve: (price: Repriced) => void;
  readonly reject: (error: unknown) => void;
}

/** Priced in one turn of the event loop, which is held up for some milliseconds by so many. */
const SLICE_QUOTES = 10;

/**
 * Prices what many wait for, a slice of one desk's at a time with the event loop let go in between, desks in turn. A slice asks the
 * model once and the book once, however many are in it.
 */
export class Repricing {
  /** By desk. */
  private readonly waiting = new Map<string, Waiting[]>();
  private isUnderWay = false;

  constructor(private readonly ports: RepricingPorts) {}

  /** The price of a size as the market and the inventory stand when its turn comes. */
  price(deskId: string, size: StreamedSize): Promise<Repriced> {
    return new Promise((resolve, reject) => {
      const ofDesk = this.waiting.get(deskId) ?? [];
      this.waiting.set(deskId, ofDesk);
      ofDesk.push({ size, resolve, reject });
      if (!this.isUnderWay) void this.priceAll();
    });
  }

  private async priceAll(): Promise<void> {
    this.isUnderWay = true;
    for (;;) {
      await this.ports.clock.sleep(0);
      const [next] = this.waiting;
      if (next === undefined) break;
      const [deskId, ofDesk] = next;
      const slice = ofDesk.splice(0, SLICE_QUOTES);
      // A desk with more to price goes to the end of the queue.
      this.waiting.delete(deskId);
      if (ofDesk.length > 0) this.waiting.set(deskId, ofDesk);
      await this.priceSlice(deskId, slice);
    }
    this.isUnderWay = false;
  }

  private async priceSlice(deskId: string, slice: readonly Waiting[]): Promise<void> {
    try {
      const prices = await this.prices(
        deskId,
        slice.map(({ size }) => size),
      );
      for (const [i, { resolve }] of slice.entries()) resolve(prices[i]!);
    } catch (error) {
      for (const { reject } of slice) reject(error);
    }
  }

  private async prices(deskId: string, sizes: readonly StreamedSize[]): Promise<readonly Repriced[]> {
    const { market, model, quoteBook, quotingModels, desks } = this.ports;
    const asked = sizes.map((size) => askedSizes(market, size, [size.quantity], 'QUOTE'));
    const [desk, positions, forecasts, models] = await Promise.all([
      desks.find(deskId),
      quoteBook.positions(deskId),
      model.forecast(asked.flatMap((one) => (one.ok ? ladderHedgeRequests(one.value) : []))),
      Promise.all(
        sizes.map(({ instrumentId, client }) =>
          quotingModels.serving(deskId, { instrumentId, ...(client !== undefined && { client }) }),
        ),
      ),
    ]);
    if (desk === undefined) throw new Error(`desk ${deskId} is gone`);
    let forecastsUsed = 0;
    const prices = asked.map((one, i): Repriced => {
      if (!one.ok) return one;
      if (!forecasts.ok) return forecasts;
      const own = forecasts.value.slice(forecastsUsed, (forecastsUsed += 2));
      const learned = { forecasts: own, positions, models: models[i]! };
      return indicative(priceEngineQuote(pricedFrom(market, desk.quoting, sizes[i]!, one.value, learned)));
    });
    // Last: when the switch is acknowledged, nothing that was priced before is still on its way out.
    const killSwitch = await switchInTime(this.ports, deskId);
    return killSwitch.kind === 'ENGAGED' ? sizes.map(() => err(stoppedBy(killSwitch.reason))) : prices;
  }
}

const indicative = (priced: ReturnType<typeof priceEngineQuote>): Repriced => {
  if (!priced.ok) return priced;
  const { decidedAt, lastLookMs: _, ...price } = priced.value;
  return ok({ ...price, pricedAt: decidedAt });
};
