import { type StreamHash } from '../stream-hash.js';
import { type BookEvents } from './book-events.js';

/** Adds what one request did to the fingerprint of a run. */
export const hashEvents = (events: BookEvents, into: StreamHash): void => {
  events.addTo(into);
};
