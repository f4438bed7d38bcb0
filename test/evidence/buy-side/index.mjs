import { actionsTried } from './actions-tried.mjs';
import { bestOdds } from './best-odds.mjs';
import { fairCoverage, winnersCurse } from './fair-calibration.mjs';
import { realisedCost } from './realised-cost.mjs';
import { leakage, panelSize } from './whom-to-ask.mjs';

export const title = 'The buy side';

export const introduction =
  'What fair price, score, odds and panel are worth to a client in simulated auctions: whether the advised choice costs less than simple ' +
  'rules, whether what it says of itself is true, and whether leakage is found where it was planted. Everything here is simulated: it says ' +
  'that the methods do what they claim where their assumptions hold, and nothing about any real dealer. Seeds are fixed; those that ' +
  'dealers are learned on are never judged on.';

export const parts = [realisedCost, actionsTried, winnersCurse, fairCoverage, bestOdds, panelSize, leakage];
