import { type FamilyFactory } from '../family.js';
import { depth } from './depth.js';
import { imbalance } from './imbalance.js';
import { ofiBest } from './ofi-best.js';
import { slope } from './slope.js';
import { spread } from './spread.js';

/** The families that are read off the book and its changes, in the order of the vector. */
export const BOOK_FAMILIES: readonly FamilyFactory[] = [spread, imbalance, depth, slope, ofiBest];
