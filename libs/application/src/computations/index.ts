import { simulateSeed } from '#domain/simulation';
import { decideVenues } from '#application/select-venues';

/** The closed map of what takes so long that a process hands it to its threads: pure functions of plain data. */
export const COMPUTATIONS = { simulateSeed, decideVenues };

export type Computations = typeof COMPUTATIONS;
