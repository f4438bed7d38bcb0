/** A failure that the person at the terminal can act on: its message is one line that says what to do, and no stack. */
export class OperatorError extends Error {}

/** Ends the process for a failure: one line when a person can act on it, the whole stack when it is a defect. */
export const exitWithFailure = (error) => {
  console.error(error instanceof OperatorError ? error.message : error);
  process.exit(1);
};
