import { BPS, err, ok, sideSign, type Failure, type Result } from '#domain/core';
import { attributePnl, type HedgeFill, type MarkoutAt, type PnlParts } from '#domain/quoting';
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
  /** The mid at further horizons, each once. */
  readonly laterMids: readonly LaterMid[];
}

export interface LaterMid {
  /** After the trade. */
  readonly seconds: number;
  readonly mid: number;
  /** As of the markout horizon; absent: not at all. */
  readonly ownImpactBps?: number;
}

/** A trade as the desk learns from it and counts it. */
export interface FollowedTrade {
  readonly quoteId: string;
  /** s (mid at the horizon - mid at the trade), beyond what the own hedge moved; bps of the mid at the trade. */
  readonly againstBps: number;
  /** The same at the further horizons, rising. */
  readonly markouts: readonly MarkoutAt[];
  readonly currency: string;
  readonly pnl: PnlParts;
}

export type RecordTradeFollowUpFailure = Failure<'UNKNOWN_TRADE' | 'IMPOSSIBLE_OUTCOME'>;

/** Adds to a dealt quote what became of it, for the client's markouts and the desk's P&L; refuses what cannot be, by name. */
export const recordTradeFollowUp = async (
  outcomes: QuoteOutcomeStore,
  deskId: string,
  { quoteId, midAfter, lastMid, hedges, ownImpactBps, laterMids }: RecordTradeFollowUpCommand,
): Promise<Result<FollowedTrade, RecordTradeFollowUpFailure>> => {
  const trade = await outcomes.find(deskId, quoteId);
  if (trade === undefined || !isDealt(trade.outcome.kind)) return err(unknownTrade(quoteId));
  const { mid, clientSide, currency } = trade;
  const repeated = laterMids.findIndex(({ seconds }, i) => laterMids.findIndex((one) => one.seconds === seconds) < i);
  if (repeated >= 0) return err(repeatedHorizon(repeated, laterMids[repeated]!.seconds));
  const against = (later: number, ownBps: number): number => sideSign(clientSide) * (later / mid - 1) * BPS - ownBps;
  const againstBps = against(midAfter, ownImpactBps);
  const markouts = laterMids
    .map((later) => ({ seconds: later.seconds, againstBps: against(later.mid, later.ownImpactBps ?? 0) }))
    .sort((a, b) => a.seconds - b.seconds);
  const followUp: TradeFollowUp = { midAfter, lastMid, againstBps, hedges, ...(markouts.length > 0 && { markouts }) };
  const pnl = attributePnl(dealtBlock(trade, followUp));
  if (!pnl.ok) return err({ ...pnl.error, code: 'IMPOSSIBLE_OUTCOME' });
  await outcomes.follow(deskId, quoteId, followUp);
  return ok({ quoteId, againstBps, markouts, currency, pnl: pnl.value });
};

const repeatedHorizon = (index: number, seconds: number): RecordTradeFollowUpFailure => ({
  code: 'IMPOSSIBLE_OUTCOME',
  field: `laterMids.${index}.seconds`,
  allowed: 'each horizon once',
  message: `there are two mids of ${seconds} s after the trade`,
});

const unknownTrade = (quoteId: string): RecordTradeFollowUpFailure => ({
  code: 'UNKNOWN_TRADE',
  field: 'quoteId',
  allowed: 'a quote whose recorded outcome is that it was dealt',
  message: `this desk has recorded no trade on a quote ${JSON.stringify(quoteId)}`,
});
