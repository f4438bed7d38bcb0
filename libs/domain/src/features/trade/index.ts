import { type FamilyFactory } from '../family.js';
import { largeTrade } from './large-trade.js';
import { markout } from './markout.js';
import { offExchange } from './off-exchange.js';
import { signedFlow } from './signed-flow.js';
import { tradeRate } from './trade-rate.js';

/** The families that are read off the tape, in the order of the vector. */
export const TRADE_FAMILIES: readonly FamilyFactory[] = [signedFlow, tradeRate, largeTrade, offExchange, markout];
