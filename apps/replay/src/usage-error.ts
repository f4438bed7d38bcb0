/** The command was typed wrongly: shown as one line with the usage, and the exit status is 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
