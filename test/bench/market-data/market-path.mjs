import { SignalTable } from '#domain/features';
import { EventBatch } from '#domain/market-data';
import { ObservedInstrument } from '#application/play-session';

const NS_PER_SECOND = 1e9;
const BATCH_EVENTS = 1024;

/**
 * A market as the product follows it: guard, book, and all features of v1, of which the vector is read at the end of every
 * second, as it is recorded when a session plays.
 */
export class MarketPath {
  constructor(session) {
    const surroundings = { overrides: new Map(), signals: new SignalTable([]) };
    [this.observed] = ObservedInstrument.together([session], surroundings);
    this.nextSecondNs = 0;
    this.vectors = 0;
    this.lastVector = undefined;
  }

  apply(batch) {
    const { observed } = this;
    for (let row = 0; row < batch.length; row += 1) {
      const timeNs = batch.decisionNs[row];
      if (timeNs >= this.nextSecondNs) this.endSecond(timeNs);
      observed.apply(batch, row);
    }
  }

  endSecond(timeNs) {
    const second = Math.floor(timeNs / NS_PER_SECOND);
    this.observed.advanceTo(second * NS_PER_SECOND);
    this.lastVector = this.observed.readFeatures();
    this.vectors += 1;
    this.nextSecondNs = (second + 1) * NS_PER_SECOND;
  }
}

/** Decodes binary events and plays them; returns the path. */
export const playBinary = (events, session) => {
  const path = new MarketPath(session);
  const batch = new EventBatch(BATCH_EVENTS);
  for (let next = 0; next < events.count;) {
    next = events.read(next, batch);
    path.apply(batch);
  }
  return path;
};
