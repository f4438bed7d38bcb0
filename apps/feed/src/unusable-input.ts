/** What the operator gave cannot be used, and starting again will not change that. The message is one line for them. */
export class UnusableInput extends Error {
  override readonly name = 'UnusableInput';
}
