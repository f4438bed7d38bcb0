import { openSessions, Quarantine } from '#adapters/recordings';
import { MarketTracker, type MarketEvent, type MarketSession, type MarketSnapshot } from '#domain/market-data';

/** A session played to its end. */
export interface Played {
  readonly session: MarketSession;
  readonly events: readonly MarketEvent[];
  /** The market after the last event. */
  readonly last: MarketSnapshot;
}

/** Opens the recordings and plays every session; throws the RecordingError when they cannot be opened. */
export const playAll = async (paths: readonly string[], quarantine = new Quarantine()): Promise<readonly Played[]> => {
  const opened = await openSessions(paths, quarantine);
  if (!opened.ok) throw opened.error;
  const all: Played[] = [];
  for (const session of opened.value) {
    const events: MarketEvent[] = [];
    const tracker = new MarketTracker(session);
    for await (const batch of session.events()) {
      events.push(...batch.toEvents());
      tracker.applyAll(batch);
    }
    all.push({ session, events, last: tracker.snapshot() });
  }
  return all;
};
