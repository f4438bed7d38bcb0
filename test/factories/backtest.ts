import {
  NO_OWN_IMPACT,
  queueModel,
  SessionBacktest,
  type Execution,
  type FeeSchedule,
  type FillModel,
  type NotWorked,
  type OrderResult,
  type OwnImpact,
  type ParentOrder,
  type WorkPlan,
} from '#domain/simulation';
import { EventBatch, MarketTracker, type MarketEvent, type MarketSession } from '#domain/market-data';
import { featureSession } from './feature-market.js';

export const NO_FEES: FeeSchedule = { maker: { bps: 0, perUnit: 0 }, taker: { bps: 0, perUnit: 0 } };

export interface Backtested {
  readonly order: ParentOrder;
  readonly plan: WorkPlan;
  readonly fill?: Pick<FillModel, 'kind'>['kind'];
  readonly ownImpact?: () => OwnImpact;
}

export interface BacktestOutcome {
  readonly result: OrderResult | undefined;
  readonly executions: readonly Execution[];
  readonly notWorked: NotWorked | undefined;
}

export interface BacktestOptions {
  readonly session?: Partial<MarketSession>;
  readonly seed?: number;
  readonly fees?: FeeSchedule;
  readonly latencyNs?: number;
  readonly meanJitterNs?: number;
  /** Until when the recording tells of the market; to the close by default. */
  readonly knownUntilNs?: number;
}

/** Plays the events of one session and works the orders in it, each alone. */
export const backtested = (
  events: readonly MarketEvent[],
  orders: readonly Backtested[],
  options: BacktestOptions = {},
): readonly BacktestOutcome[] => {
  const { session: overrides, seed = 1, fees = NO_FEES, latencyNs = 0, meanJitterNs = 0 } = options;
  const latency = { constantNs: latencyNs, meanJitterNs };
  const session = featureSession(overrides);
  const tracker = new MarketTracker(session);
  const outcomes: BacktestOutcome[] = orders.map(() => ({ result: undefined, executions: [], notWorked: undefined }));
  const modelOf = (kind: FillModel['kind']): FillModel => {
    if (kind === 'RISK_AVERSE') return { kind };
    if (kind === 'ORDER_BY_ORDER') return { kind, orders: tracker.orders! };
    return { kind, weight: { kind: 'POWER', exponent: 1 } };
  };
  const backtest = new SessionBacktest(
    orders.map(({ order, plan, fill = 'RISK_AVERSE', ownImpact = () => NO_OWN_IMPACT }) => ({
      order,
      plan,
      queueModel: queueModel(modelOf(fill), seed, 7),
      key: 7,
      ownImpact,
    })),
    {
      latency: { feedNs: latencyNs, order: latency, report: latency },
      fees,
      sizeUnitsPerUnit: session.sizeUnitsPerUnit,
      priceUnitsPerCurrency: session.priceUnitsPerCurrency,
      seed,
    },
    tracker.view,
    {
      settled: (index, result, executions) => {
        outcomes[index] = { result, executions, notWorked: undefined };
      },
      notWorked: (index, notWorked) => {
        outcomes[index] = { result: undefined, executions: [], notWorked };
      },
    },
  );
  tracker.follow(backtest);
  const passTo = (timeNs: number): void => {
    while (backtest.nextNs <= timeNs) {
      tracker.advanceTo(backtest.nextNs);
      backtest.step();
    }
  };
  const batch = EventBatch.of(events);
  for (let row = 0; row < batch.length; row += 1) {
    passTo(batch.decisionNs[row]!);
    tracker.apply(batch, row);
  }
  const knownUntilNs = options.knownUntilNs ?? session.closeNs;
  passTo(knownUntilNs);
  backtest.finish(knownUntilNs);
  return outcomes;
};
