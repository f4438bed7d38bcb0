import { type PanelCandidate } from './candidate.js';

/** What those asked have already given away, whoever is traded with: shown beside the scores, never ranked (reference 4). */
export const sunkLeakageBps = (asked: readonly Pick<PanelCandidate, 'leakageBps'>[]): number =>
  asked.reduce((sum, { leakageBps }) => sum + leakageBps, 0);
