import { type EventBatch, type MarketSession, type MarketTracker } from '#domain/market-data';
import { SessionBacktest, type BacktestListener, type BacktestTerms, type PlannedOrder } from '#domain/simulation';

/** A recording that ends this near the close covers it; one that ends earlier says nothing of the rest of the day. */
const TAIL_NS = 60e9;

/** Plays a session once, as far as its orders need it. */
export const playBacktest = async (
  session: MarketSession,
  tracker: MarketTracker,
  planned: readonly PlannedOrder[],
  terms: BacktestTerms,
  listener: BacktestListener,
): Promise<void> => {
  const backtest = new SessionBacktest(planned, terms, tracker.view, listener);
  tracker.follow(backtest);
  const passTo = (timeNs: number): void => {
    while (backtest.nextNs <= timeNs) {
      tracker.advanceTo(backtest.nextNs);
      backtest.step();
    }
  };
  let lastNs = -Infinity;
  for await (const batch of session.events()) {
    play(batch, tracker, passTo);
    if (batch.length > 0) lastNs = batch.decisionNs[batch.length - 1]!;
    if (backtest.nextNs === Infinity) break;
  }
  const knownUntilNs = session.closeNs - lastNs < TAIL_NS ? session.closeNs : lastNs;
  passTo(knownUntilNs);
  backtest.finish(knownUntilNs);
};

const play = (batch: EventBatch, tracker: MarketTracker, passTo: (timeNs: number) => void): void => {
  for (let row = 0; row < batch.length; row += 1) {
    passTo(batch.decisionNs[row]!);
    tracker.apply(batch, row);
  }
};
