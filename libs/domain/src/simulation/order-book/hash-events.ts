import { type StreamHash } from '../stream-hash.js';
import { type BookEvents } from './book-events.js';
import { BookEventKind } from './order-codes.js';

/** Adds what one request did to the fingerprint of a run. */
export const hashEvents = (events: BookEvents, into: StreamHash): void => {
  for (let row = 0; row < events.length; row += 1) {
    const kind = events.kind(row);
    into.add(kind);
    into.add(events.reason(row));
    into.add(events.orderId(row));
    into.add(events.owner(row));
    into.add(events.side(row));
    into.add(events.price(row));
    into.add(events.quantity(row));
    into.add(events.left(row));
    into.add(events.isHidden(row) ? 1 : 0);
    if (kind !== BookEventKind.EXECUTED) continue;
    into.add(events.makerId(row));
    into.add(events.makerOwner(row));
    into.add(events.makerLeft(row));
  }
};
