/** The command was understood and cannot be done (a file is missing, a recording breaks): one line, and the exit status is 1. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
}
