// `node write-outcomes.mjs > outcomes.csv`: what the first fit of the evidence is fitted on, for the challenger.
import { exploredOutcomes } from '../auctions.mjs';
import { FIRST_SEED, FIT_REQUESTS } from '../hit-model.mjs';

console.log('reducedSpread,competitors,done');
for (const { reducedSpread, competitors, kind } of exploredOutcomes(FIRST_SEED, FIT_REQUESTS)) {
  console.log(`${reducedSpread},${competitors},${kind.startsWith('DONE') ? 1 : 0}`);
}
