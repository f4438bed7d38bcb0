/** Features were recorded and cannot be read. The `cause` says why, to whoever runs the store. */
export class UnreadableHistory extends Error {
  override readonly name = 'UnreadableHistory';

  constructor(instrumentId: string, cause: unknown) {
    super(`the recorded features of ${instrumentId} cannot be read`, { cause });
  }
}
