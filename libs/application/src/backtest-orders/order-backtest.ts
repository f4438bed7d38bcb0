import { seededRng } from '#domain/core';
import { MarketTracker, type MarketSession } from '#domain/market-data';
import {
  BacktestSummary,
  statedAssumptions,
  type NotWorked,
  type OrderResult,
  type PlannedOrder,
} from '#domain/simulation';
import { isFault, OrderSessions, type OrderFault } from '#application/forecast-orders';
import { type SessionDay } from '#application/play-session';
import { executionPath, picturedOrders } from './execution-path.js';
import { placedOrder, type PlacedOrder } from './placed-order.js';
import {
  type BacktestedOrder,
  type BacktestOrdersPlan,
  type BacktestOrdersPorts,
  type BacktestOrdersSummary,
  type ExecutionPath,
} from './plan.js';
import { playBacktest } from './play-backtest.js';
import { fillKind, plannedOrder } from './session-orders.js';

/** One order in hand: its results by way, as they come. */
interface OrderInHand {
  readonly placed: PlacedOrder;
  readonly results: OrderResult[];
  /** Of an order that is pictured. */
  readonly paths: ExecutionPath[];
  left: number;
  fault: OrderFault | undefined;
}

/** A list of orders while it is being worked. */
export class OrderBacktest {
  private readonly summary: BacktestSummary;
  private readonly paths: ExecutionPath[] = [];
  private pictured: ReadonlySet<PlacedOrder> = new Set();
  private read = 0;
  private placed = 0;
  private settled = 0;
  private worked = 0;

  constructor(
    private readonly plan: BacktestOrdersPlan,
    private readonly ports: BacktestOrdersPorts,
  ) {
    this.summary = new BacktestSummary(plan.settings.ways);
  }

  async run(days: readonly SessionDay[]): Promise<BacktestOrdersSummary> {
    const bySession = await this.place();
    const busy = days.filter(({ sessions }) => sessions.some((session) => bySession.has(session)));
    for (const [index, day] of busy.entries()) {
      this.ports.observer.working(day.date, index, busy.length);
      await this.workDay(index, day, bySession);
    }
    const { settings } = this.plan;
    const isScheduled = settings.ways.some((way) => way !== 'AS_STATED');
    return {
      orders: this.read,
      worked: this.worked,
      refused: this.read - this.worked,
      ways: this.summary.summarise(seededRng(settings.seed)),
      assumptions: statedAssumptions({
        fillModels: [...new Set([...bySession.keys()].map((session) => fillKind(settings.fill, session)))],
        latency: settings.latency,
        fees: settings.fees,
        overlay: settings.overlay,
        tactic: isScheduled ? settings.tactic : undefined,
      }),
      paths: this.paths,
    };
  }

  /** Reads the list; the orders of each session. */
  private async place(): Promise<ReadonlyMap<MarketSession, readonly PlacedOrder[]>> {
    const { rows, sessions, settings } = this.plan;
    const found = new OrderSessions(sessions);
    const bySession = new Map<MarketSession, PlacedOrder[]>();
    for await (const row of rows) {
      this.read += 1;
      const placed = placedOrder(row, found, settings.latency.order.constantNs);
      if (isFault(placed)) {
        this.ports.observer.refused(row.line, placed);
        continue;
      }
      this.placed += 1;
      const same = bySession.get(placed.session);
      if (same === undefined) bySession.set(placed.session, [placed]);
      else same.push(placed);
    }
    this.pictured = picturedOrders([...bySession.values()].flat());
    return bySession;
  }

  private async workDay(
    dayIndex: number,
    day: SessionDay,
    bySession: ReadonlyMap<MarketSession, readonly PlacedOrder[]>,
  ): Promise<void> {
    const hands: OrderInHand[] = [];
    for (const session of day.sessions) {
      const placed = bySession.get(session);
      if (placed !== undefined) hands.push(...(await this.workSession(session, placed)));
    }
    hands.sort((a, b) => a.placed.line - b.placed.line);
    const written: BacktestedOrder[] = [];
    for (const hand of hands) {
      if (hand.fault !== undefined) continue;
      this.worked += 1;
      this.addUp(dayIndex, hand);
      this.paths.push(...hand.paths);
      hand.results.forEach((result, way) =>
        written.push(backtestedOrder(hand.placed, this.plan.settings.ways[way]!, result)),
      );
    }
    await this.ports.write(written);
  }

  private async workSession(session: MarketSession, orders: readonly PlacedOrder[]): Promise<readonly OrderInHand[]> {
    const { settings, overrides } = this.plan;
    const { ways, latency, fees, seed } = settings;
    const { sizeUnitsPerUnit, priceUnitsPerCurrency } = session;
    const tracker = new MarketTracker(session, overrides.get(session.instrumentId));
    const hands: OrderInHand[] = [];
    const planned: PlannedOrder[] = [];
    const runs: { readonly hand: OrderInHand; readonly way: number }[] = [];
    for (const placed of orders) {
      const byWay = ways.map((way) => plannedOrder(placed, way, settings, tracker));
      const wrong = byWay.find((plan) => !plan.ok);
      const hand: OrderInHand = { placed, results: [], paths: [], left: ways.length, fault: undefined };
      if (wrong?.ok === false) {
        this.refuse(hand, wrong.error);
        continue;
      }
      hands.push(hand);
      byWay.forEach((plan, way) => {
        if (!plan.ok) return;
        planned.push(plan.value);
        runs.push({ hand, way });
      });
    }
    await playBacktest(
      session,
      tracker,
      planned,
      { latency, fees, seed, sizeUnitsPerUnit, priceUnitsPerCurrency },
      {
        settled: (index, result, executions, mids) => {
          const { hand, way } = runs[index]!;
          hand.results[way] = result;
          if (this.pictured.has(hand.placed)) {
            hand.paths[way] = executionPath(hand.placed, ways[way]!, executions, mids);
          }
          this.countDown(hand);
        },
        notWorked: (index, why) => {
          const { hand } = runs[index]!;
          if (hand.fault === undefined) this.refuse(hand, NOT_WORKED[why]);
        },
      },
    );
    return hands;
  }

  private countDown(hand: OrderInHand): void {
    hand.left -= 1;
    if (hand.left === 0 && hand.fault === undefined) this.tellSettled();
  }

  private refuse(hand: OrderInHand, fault: OrderFault): void {
    hand.fault = fault;
    this.ports.observer.refused(hand.placed.line, fault);
    this.tellSettled();
  }

  private tellSettled(): void {
    this.settled += 1;
    this.ports.observer.settled(this.settled, this.placed);
  }

  private addUp(dayIndex: number, { placed, results }: OrderInHand): void {
    const { priceUnitsPerCurrency, sizeUnitsPerUnit } = placed.session;
    const worth = (placed.order.size / sizeUnitsPerUnit) * (results[0]!.arrivalMid / priceUnitsPerCurrency);
    this.summary.add({ day: dayIndex, results, worth });
  }
}

const NOT_WORKED: Readonly<Record<NotWorked, OrderFault>> = {
  NO_QUOTE: {
    field: 'start_ms',
    message: 'no two-sided quote stands before it',
    allowed: 'a moment at which both sides are quoted',
  },
  RECORDING_ENDS: {
    field: 'T_sec',
    message: 'the recording ends before the order does',
    allowed: 'an order that ends within the recording',
  },
};

const backtestedOrder = (
  { stated, session }: PlacedOrder,
  way: BacktestedOrder['way'],
  { filledSize, addedSize, order, arrivalMid, averagePrice, ...rest }: OrderResult,
): BacktestedOrder => ({
  id: stated.id,
  instrumentId: session.instrumentId,
  day: stated.day,
  way,
  side: stated.side,
  orderedUnits: order.size / session.sizeUnitsPerUnit,
  filledUnits: filledSize / session.sizeUnitsPerUnit,
  postedFilledUnits: addedSize / session.sizeUnitsPerUnit,
  arrivalMid: arrivalMid / session.priceUnitsPerCurrency,
  averagePrice: averagePrice / session.priceUnitsPerCurrency,
  fills: rest.fills,
  shortfallBps: rest.shortfallBps,
  queue: rest.queue,
  markoutsBps: rest.markoutsBps,
});
