import { type QuarantinedRow } from '#domain/market-data';
import { type Terminal } from './command.js';

/** Tells of each row of the file of signals that is wrong. */
export const signalSetAside =
  (terminal: Terminal) =>
  ({ line, reason }: QuarantinedRow): void => {
    terminal.progress(`--signals, line ${line}: ${reason}`);
  };
