import { type ImpactForecast, type ImpactRequest } from '#domain/impact';
import { type MarketSession } from '#domain/market-data';
import { visitArrivals, type SessionDay } from '#application/play-session';
import { type ImpactModel } from '#application/ports';
import {
  type ForecastOrdersPlan,
  type ForecastOrdersPorts,
  type ForecastOrdersSummary,
  type OrderForecast,
} from './plan.js';
import { labelQuantiles } from './label-quantiles.js';
import { kindOf } from './order-kind.js';
import { orderRequest } from './order-request.js';
import { OrderSessions, type Arrival } from './order-sessions.js';
import { OrderedAnswers } from './ordered-answers.js';
import { isFault, readStatedOrder, type OrderFault } from './stated-order.js';

/** Rows of one call of a model. */
const CHUNK_ORDERS = 1_024;

/** An order with its place among those of the list that arrive somewhere. */
interface PlacedOrder extends Arrival {
  readonly index: number;
  readonly line: number;
}

/** Orders of one model that are asked about in one call. */
interface Chunk {
  readonly model: ImpactModel;
  placed: PlacedOrder[];
  requests: ImpactRequest[];
}

/** A list of orders while it is being forecast. */
export class OrderList {
  private readonly answers = new OrderedAnswers<OrderForecast>();
  private readonly chunks = new Map<string, Chunk>();
  private readonly answeredBy = new Map<string, number>();
  private read = 0;
  private placed = 0;
  private settled = 0;
  private forecasts = 0;
  private slippageOnly = 0;

  constructor(
    private readonly plan: ForecastOrdersPlan,
    private readonly ports: ForecastOrdersPorts,
  ) {}

  async forecast(days: readonly SessionDay[]): Promise<ForecastOrdersSummary> {
    const bySession = await this.place();
    const busy = days.filter(({ sessions }) => sessions.some((session) => bySession.has(session)));
    for (const [index, day] of busy.entries()) {
      this.ports.observer.working(day.date, index, busy.length);
      await this.forecastDay(day, bySession);
      for (const session of day.sessions) bySession.delete(session);
    }
    await this.ports.write([...this.answers.take()]);
    return {
      orders: this.read,
      forecast: this.forecasts,
      refused: this.read - this.forecasts,
      answeredBy: Object.fromEntries([...this.answeredBy].sort(([a], [b]) => (a < b ? -1 : 1))),
      slippageOnly: this.slippageOnly,
    };
  }

  /** Reads the list; the orders of each session. */
  private async place(): Promise<Map<MarketSession, readonly PlacedOrder[]>> {
    const sessions = new OrderSessions(this.plan.sessions);
    const bySession = new Map<MarketSession, PlacedOrder[]>();
    for await (const row of this.plan.rows) {
      this.read += 1;
      const order = readStatedOrder(row);
      const arrival = isFault(order) ? order : sessions.find(order);
      if (isFault(arrival)) {
        this.ports.observer.refused(row.line, arrival);
        continue;
      }
      const placed = { ...arrival, index: this.placed, line: row.line };
      this.placed += 1;
      const same = bySession.get(arrival.session);
      if (same === undefined) bySession.set(arrival.session, [placed]);
      else same.push(placed);
    }
    return bySession;
  }

  private async forecastDay(
    day: SessionDay,
    bySession: ReadonlyMap<MarketSession, readonly PlacedOrder[]>,
  ): Promise<void> {
    const orders = day.sessions.map((session) => bySession.get(session) ?? []);
    const startsMs = orders.map((ofSession) => ofSession.map(({ startMs }) => startMs));
    await visitArrivals(day, startsMs, this.plan.surroundings, async (instrument, arrived, observed) => {
      const state = observed.state();
      for (const i of arrived) {
        const placed = orders[instrument]![i]!;
        const request = orderRequest(placed.order, state);
        if (isFault(request)) this.refuse(placed, request);
        else await this.ask(placed, request);
      }
    });
    for (const chunk of this.chunks.values()) await this.answer(chunk);
    this.chunks.clear();
  }

  private refuse({ index, line }: PlacedOrder, fault: OrderFault): void {
    this.ports.observer.refused(line, fault);
    this.answers.settle(index, undefined);
    this.settled += 1;
  }

  /** Together with others of its instrument and kind. */
  private async ask(placed: PlacedOrder, request: ImpactRequest): Promise<void> {
    const { instrumentId } = placed.session;
    const kind = kindOf(placed.order);
    const key = `${kind} ${instrumentId}`;
    let chunk = this.chunks.get(key);
    if (chunk === undefined) {
      chunk = { model: this.ports.models.modelFor(kind), placed: [], requests: [] };
      this.chunks.set(key, chunk);
    }
    chunk.placed.push(placed);
    chunk.requests.push(request);
    if (chunk.requests.length === CHUNK_ORDERS) await this.answer(chunk);
  }

  private async answer(chunk: Chunk): Promise<void> {
    const { model, placed, requests } = chunk;
    chunk.placed = [];
    chunk.requests = [];
    const forecasts = await model.forecast(requests);
    if (forecasts.ok) {
      for (const [i, forecast] of forecasts.value.entries()) this.take(placed[i]!, forecast);
    } else {
      // One that the model cannot answer fails them all.
      for (const [i, request] of requests.entries()) await this.answerAlone(model, placed[i]!, request);
    }
    this.ports.observer.settled(this.settled, this.placed);
    await this.ports.write([...this.answers.take()]);
  }

  private async answerAlone(model: ImpactModel, placed: PlacedOrder, request: ImpactRequest): Promise<void> {
    const forecasts = await model.forecast([request]);
    if (forecasts.ok) this.take(placed, forecasts.value[0]!);
    else this.refuse(placed, forecasts.error);
  }

  private take({ index, order }: PlacedOrder, forecast: ImpactForecast): void {
    this.answers.settle(index, { id: order.id, labels: labelQuantiles(forecast) });
    this.settled += 1;
    this.forecasts += 1;
    if (forecast.trained === undefined) this.slippageOnly += 1;
    const { modelVersion, tier, fallback } = forecast;
    const answeredBy = `${modelVersion} ${tier}${fallback === undefined ? '' : ` (${fallback.code})`}`;
    this.answeredBy.set(answeredBy, (this.answeredBy.get(answeredBy) ?? 0) + 1);
  }
}
