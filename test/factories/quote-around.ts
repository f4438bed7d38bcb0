import { type MarketEvent } from '#domain/market-data';
import { at, book } from './feature-market.js';

/** From this second after the open on the book is one price unit on either side of `mid`, and nothing else. */
export const quoteAround = (seconds: number, mid: number): MarketEvent[] => [
  { kind: 'CLEAR', timeNs: at(seconds), moreFollows: true },
  ...book(seconds, [[mid - 1, 100]], [[mid + 1, 100]]),
];
