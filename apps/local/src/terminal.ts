/** Exit statuses of the owner's commands: done; refused, in part or in all; typed or configured wrongly. */
export const EXIT = { DONE: 0, REFUSED: 1, USAGE: 2 } as const;

/** Where results and complaints go, a line at a time. */
export interface Terminal {
  result(line: string): void;
  complaint(line: string): void;
}
