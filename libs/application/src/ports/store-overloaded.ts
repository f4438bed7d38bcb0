/** More is asked of the store than it can take on now. Nothing was written; the same request may be sent again. */
export class StoreOverloaded extends Error {
  override readonly name: string = 'StoreOverloaded';
}
