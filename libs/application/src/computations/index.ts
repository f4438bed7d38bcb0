import { simulateSeed } from '#domain/simulation';
import { learnFromPages } from '#application/learn-quoting-models';
import { decideVenues } from '#application/select-venues';

/** The closed map of what takes so long that a process hands it to its threads: pure functions of plain data. */
export const COMPUTATIONS = { simulateSeed, decideVenues, learnFromPages };

export type Computations = typeof COMPUTATIONS;
