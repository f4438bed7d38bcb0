/** A subscription that says one thing and ends. */
// eslint-disable-next-line @typescript-eslint/require-await
export const once = async function* <Item>(item: Item): AsyncIterableIterator<Item> {
  yield item;
};
