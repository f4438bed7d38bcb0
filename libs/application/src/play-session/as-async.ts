import { type EventBatch } from '#domain/market-data';

/** Generated events are at hand; a session's are waited for. */
export const asAsync = (batches: Iterable<EventBatch>): AsyncIterable<EventBatch> => ({
  [Symbol.asyncIterator]: () => {
    const iterator = batches[Symbol.iterator]();
    return { next: () => Promise.resolve(iterator.next()) };
  },
});
