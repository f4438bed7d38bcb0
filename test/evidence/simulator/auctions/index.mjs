import { hitRates } from './hit-rates.mjs';
import { lastLooks } from './last-looks.mjs';
import { bestOfN, panelSizes } from './panel-sizes.mjs';

/** Dealers, clients and auctions against their closed forms. */
export const auctionParts = [hitRates, bestOfN, panelSizes, lastLooks];
