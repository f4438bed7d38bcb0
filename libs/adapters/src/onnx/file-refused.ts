/** A file of a model's folder is not what it must be; the message says what is wrong with it. */
export class FileRefused extends Error {
  override readonly name = 'FileRefused';

  constructor(
    readonly file: string,
    reason: string,
  ) {
    super(reason);
  }
}
