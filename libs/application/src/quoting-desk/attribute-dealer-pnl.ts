import { pnlBy, type DealtBlock, type PnlAttribution, type PnlDimension } from '#domain/quoting';
import { isDealt } from '#domain/rfq';
import { type QuoteOutcomeStore } from '#application/ports';
import { dealtBlock } from './dealt-block.js';
import { outcomesIn, type OutcomeRange } from './outcome-range.js';

/** The P&L of the trades in one currency. */
export interface CurrencyPnl extends PnlAttribution {
  readonly currency: string;
}

export interface DealerPnl {
  readonly dimension: PnlDimension;
  /** Outcomes that were looked at, the ordinal of the last of them, and how many of them are trades. */
  readonly outcomes: number;
  readonly upTo: number;
  readonly trades: number;
  /** Trades of which it is not known yet what became of them: they are in no row. */
  readonly waiting: number;
  /** By the currency's name. */
  readonly currencies: readonly CurrencyPnl[];
}

/** Tells the P&L of a desk's recorded trades apart, one currency at a time. */
export const attributeDealerPnl = async (
  outcomes: Pick<QuoteOutcomeStore, 'outcomes'>,
  deskId: string,
  dimension: PnlDimension,
  range: OutcomeRange,
): Promise<DealerPnl> => {
  const rows = await outcomesIn(outcomes, deskId, range);
  const trades = rows.filter(({ outcome }) => isDealt(outcome.kind));
  const byCurrency = new Map<string, DealtBlock[]>();
  let waiting = 0;
  for (const trade of trades) {
    if (trade.followUp === null) {
      waiting += 1;
      continue;
    }
    const blocks = byCurrency.get(trade.currency) ?? [];
    byCurrency.set(trade.currency, blocks);
    blocks.push(dealtBlock(trade, trade.followUp));
  }
  return {
    dimension,
    outcomes: rows.length,
    upTo: rows.at(-1)?.ordinal ?? range.after,
    trades: trades.length,
    waiting,
    currencies: [...byCurrency]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([currency, blocks]) => ({
        currency,
        ...attributed(dimension, blocks),
      })),
  };
};

const attributed = (dimension: PnlDimension, blocks: readonly DealtBlock[]): PnlAttribution => {
  const pnl = pnlBy(dimension, blocks);
  // What becomes of a trade is checked before it is kept.
  if (!pnl.ok) throw new Error(pnl.error.message);
  return pnl.value;
};
