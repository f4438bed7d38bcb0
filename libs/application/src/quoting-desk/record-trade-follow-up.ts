import { BPS, err, ok, sideSign, type Failure, type Result } from '#domain/core';
import { attributePnl, type HedgeFill, type PnlParts } from '#domain/quoting';
import { isDealt } from '#domain/rfq';
import { type QuoteOutcomeStore, type TradeFollowUp } from '#application/ports';
import { dealtBlock } from './dealt-block.js';

/** What is known of a trade later, all of it: what was said before is replaced. Prices are currency per unit. */
export interface RecordTradeFollowUpCommand {
  readonly quoteId: string;
  /** At the desk's markout horizon. */
  readonly midAfter: number;
  /** What is left of the block is valued at this. */
  readonly lastMid: number;
  /** Together not more than the block. */
  readonly hedges: readonly HedgeFill[];
  /** How far the desk's own hedge had moved the mid against it by the horizon; bps of the mid at the trade. */
  readonly ownImpactBps: number;
}

/** A trade as the desk learns from it and counts it. */
export interface FollowedTrade {
  readonly quoteId: string;
  /** s (mid at the horizon - mid at the trade), beyond what the own hedge moved; bps of the mid at the trade. */
  readonly againstBps: number;
  readonly currency: string;
  readonly pnl: PnlParts;
}

export type RecordTradeFollowUpFailure = Failure<'UNKNOWN_TRADE' | 'IMPOSSIBLE_OUTCOME'>;

/** Adds to a dealt quote what became of it, for the client's markouts and the desk's P&L; refuses what cannot be, by name. */
export const recordTradeFollowUp = async (
  outcomes: QuoteOutcomeStore,
  deskId: string,
  { quoteId, midAfter, lastMid, hedges, ownImpactBps }: RecordTradeFollowUpCommand,
): Promise<Result<FollowedTrade, RecordTradeFollowUpFailure>> => {
  const trade = await outcomes.find(deskId, quoteId);
  if (trade === undefined || !isDealt(trade.outcome.kind)) return err(unknownTrade(quoteId));
  const { mid, clientSide, currency } = trade;
  const againstBps = sideSign(clientSide) * (midAfter / mid - 1) * BPS - ownImpactBps;
  const followUp: TradeFollowUp = { midAfter, lastMid, againstBps, hedges };
  const pnl = attributePnl(dealtBlock(trade, followUp));
  if (!pnl.ok) return err({ ...pnl.error, code: 'IMPOSSIBLE_OUTCOME' });
  await outcomes.follow(deskId, quoteId, followUp);
  return ok({ quoteId, againstBps, currency, pnl: pnl.value });
};

const unknownTrade = (quoteId: string): RecordTradeFollowUpFailure => ({
  code: 'UNKNOWN_TRADE',
  field: 'quoteId',
  allowed: 'a quote whose recorded outcome is that it was dealt',
  message: `this desk has recorded no trade on a quote ${JSON.stringify(quoteId)}`,
});
