import { COMPUTATIONS, type Computations } from '#application/computations';
import { type InThreads } from '#application/ports';

/** Every computation in this thread. */
export const computingHere: InThreads<Computations> = {
  simulateSeed: (...given) => Promise.resolve(COMPUTATIONS.simulateSeed(...given)),
  decideVenues: (...given) => Promise.resolve(COMPUTATIONS.decideVenues(...given)),
  splitOver: (...given) => Promise.resolve(COMPUTATIONS.splitOver(...given)),
  decideAgain: (...given) => Promise.resolve(COMPUTATIONS.decideAgain(...given)),
  learnFromPages: (...given) => Promise.resolve(COMPUTATIONS.learnFromPages(...given)),
  jointReturns: (...given) => Promise.resolve(COMPUTATIONS.jointReturns(...given)),
  jointMarket: (...given) => Promise.resolve(COMPUTATIONS.jointMarket(...given)),
  portfolioCost: (...given) => Promise.resolve(COMPUTATIONS.portfolioCost(...given)),
  wholePortfolioCost: (...given) => Promise.resolve(COMPUTATIONS.wholePortfolioCost(...given)),
};
