import { type Way } from '#application/backtest-orders';
import { type Colour } from './chart.js';

/** How the page names the ways that orders are worked. */
export const WAY_NAMES: Readonly<Record<Way, string>> = {
  AS_STATED: 'as stated',
  TWAP: 'TWAP',
  VWAP: 'VWAP',
  POV: 'POV',
  ALMGREN_CHRISS: 'Almgren-Chriss',
};

const COLOURS: Readonly<Record<Way, Colour>> = { AS_STATED: 1, TWAP: 1, VWAP: 2, POV: 3, ALMGREN_CHRISS: 4 };

/** One colour for a way throughout the page. */
export const colourOf = (way: Way): Colour => COLOURS[way];
