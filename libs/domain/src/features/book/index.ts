import { type FamilyFactory } from '../family.js';
import { bookVolatility } from './book-volatility.js';
import { depth } from './depth.js';
import { imbalance } from './imbalance.js';
import { microprice } from './microprice.js';
import { ofiBest } from './ofi-best.js';
import { ofiLevels } from './ofi-levels.js';
import { quoteRevisions } from './quote-revisions.js';
import { resilience } from './resilience.js';
import { slope } from './slope.js';
import { spread } from './spread.js';
import { tradeThrough } from './trade-through.js';

/** The families that are read off the book, its changes and the trades that it meets, in the order of the vector. */
export const BOOK_FAMILIES: readonly FamilyFactory[] = [
  spread,
  microprice,
  imbalance,
  depth,
  slope,
  resilience,
  ofiBest,
  ofiLevels,
  bookVolatility,
  quoteRevisions,
  tradeThrough,
];
