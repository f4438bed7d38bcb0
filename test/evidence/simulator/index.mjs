import { auctionParts } from './auctions/index.mjs';
import { impactModel } from './impact-model.mjs';
import { hedges } from './hedges.mjs';
import { marketFacts } from './market.mjs';
import { midMoves } from './mid-moves.mjs';
import { schedules } from './schedules.mjs';

export const title = 'The simulator';

export const introduction =
  'What the simulated market and its dealers do, beside what theory and published measurements say they should. Everything here is ' +
  'simulated: it says that the laboratory keeps its stated assumptions, and nothing about any real market. Seeds are fixed.';

export const parts = [marketFacts, midMoves, schedules, hedges, impactModel, ...auctionParts];
