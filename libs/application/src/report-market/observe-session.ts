import {
  MarketTracker,
  type EventBatch,
  type InstrumentTerms,
  type MarketListener,
  type MarketQuality,
  type MarketSession,
  type MarketView,
} from '#domain/market-data';
import { MarketTapeRecorder, OrderFlowRecorder, type MarketTape, type OrderFlow } from '#domain/microstructure';
import { TapeRecorder, type DayTape } from '#domain/training';

/** A session played to its end, as the statistics need it. */
export interface ObservedSession {
  readonly session: MarketSession;
  readonly events: number;
  /** Session times of the first and the last event; NaN when there was none. */
  readonly firstNs: number;
  readonly lastNs: number;
  /** As they are known at the session's end, so what is estimated is estimated from all of it. */
  readonly terms: InstrumentTerms;
  /** What the guard before the book found in the feed. */
  readonly quality: MarketQuality;
  readonly tape: MarketTape;
  readonly flow: OrderFlow;
  readonly day: DayTape;
}

/** Plays a session once. Throws what its source throws when it breaks. */
export const observeSession = async (session: MarketSession): Promise<ObservedSession> => {
  const tape = new MarketTapeRecorder(session);
  const day = new TapeRecorder();
  const flow = new OrderFlowRecorder(session);
  const tracker = new MarketTracker(session, {}, new All([tape, day, flow]));
  let events = 0;
  let [firstNs, lastNs] = [NaN, NaN];
  for await (const batch of session.events()) {
    for (let row = 0; row < batch.length; row += 1) {
      flow.onRow(batch, row, tracker.view, tracker.orders);
      tracker.apply(batch, row);
    }
    if (batch.length === 0) continue;
    if (events === 0) firstNs = batch.decisionNs[0]!;
    lastNs = lastTimeNs(batch);
    events += batch.length;
  }
  // The seconds that are over at the close end even when nothing happens after it.
  if (lastNs < session.closeNs && session.closeNs - lastNs < TAIL_NS) tracker.advanceTo(session.closeNs);
  return {
    ...{ session, events, firstNs, lastNs },
    terms: tracker.snapshot().terms,
    quality: tracker.quality(),
    tape: tape.tape(),
    flow: flow.flow(),
    day: day.tape(session),
  };
};

/** A recording that ends this near the close covers it; one that ends earlier says nothing of the rest of the day. */
const TAIL_NS = 60e9;

const lastTimeNs = ({ decisionNs, length }: EventBatch): number => decisionNs[length - 1]!;

class All implements MarketListener {
  constructor(private readonly listeners: readonly MarketListener[]) {}

  onBook(view: MarketView): void {
    for (const listener of this.listeners) listener.onBook(view);
  }

  onTrade(view: MarketView): void {
    for (const listener of this.listeners) listener.onTrade(view);
  }

  onSecond(view: MarketView, second: number): void {
    for (const listener of this.listeners) listener.onSecond(view, second);
  }
}
