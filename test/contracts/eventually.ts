import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 5;
const POLLS = 6_000;

/** Waits until something holds; rejects with its name when it does not come true. */
export const eventually = async (what: string, holds: () => boolean | Promise<boolean>): Promise<void> => {
  for (let poll = 0; poll < POLLS; poll += 1) {
    if (await holds()) return;
    await sleep(POLL_MS);
  }
  throw new Error(`never came true: ${what}`);
};
