import { type DealtBlock } from '#domain/quoting';
import { type KeptQuoteOutcome, type TradeFollowUp } from '#application/ports';

/** A trade and what became of it, as its P&L is told apart. */
export const dealtBlock = (
  { client, dealerDesk, regime, clientSide, quantity, participation, price, mid }: KeptQuoteOutcome,
  { midAfter, lastMid, hedges }: TradeFollowUp,
): DealtBlock => ({
  client,
  dealerDesk,
  regime,
  clientSide,
  quantity,
  participation,
  price,
  midAtTrade: mid,
  midAfter,
  lastMid,
  hedges,
});
