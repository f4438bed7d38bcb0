/**
 * Maps a stream item by item; items that map to undefined are left out. `return()` ends the source at once, even while
 * the next item is awaited, which an async generator would not do.
 */
export const mapIterator = <A, B>(
  source: AsyncIterableIterator<A>,
  map: (item: A) => Promise<B | undefined>,
): AsyncIterableIterator<B> => ({
  [Symbol.asyncIterator]() {
    return this;
  },
  async next() {
    for (;;) {
      const item = await source.next();
      if (item.done === true) return { done: true, value: undefined };
      const value = await map(item.value);
      if (value !== undefined) return { done: false, value };
    }
  },
  async return() {
    await source.return?.();
    return { done: true, value: undefined };
  },
});
