import { simulateSeed } from '#domain/simulation';
import { PORTFOLIO_COMPUTATIONS } from '#application/analyse-portfolio';
import { learnFromPages } from '#application/learn-quoting-models';
import { decideAgain } from '#application/replay-decision';
import { decideVenues, splitOver } from '#application/select-venues';

/** The closed map of what takes so long that a process hands it to its threads: pure functions of plain data. */
export const COMPUTATIONS = {
  simulateSeed,
  decideVenues,
  splitOver,
  decideAgain,
  learnFromPages,
  ...PORTFOLIO_COMPUTATIONS,
};

export type Computations = typeof COMPUTATIONS;
