import { ok, type Failure, type Result } from '#domain/core';
import { priceEffect, type PriceEffect } from '#domain/quoting';
import { isDealt } from '#domain/rfq';
import { type QuoteOutcomeStore } from '#application/ports';
import { outcomesIn, type OutcomeRange } from './outcome-range.js';

/** What the price of a desk's quotes causes, from those that exploration moved. */
export interface PricingEffect extends PriceEffect {
  /** Outcomes that were looked at, the ordinal of the last of them, and how many of them a draw was made for. */
  readonly outcomes: number;
  readonly upTo: number;
  readonly explored: number;
}

/** By the draws that were logged with the quotes; refuses while too few of either direction have a recorded outcome. */
export const estimatePricingEffect = async (
  outcomes: Pick<QuoteOutcomeStore, 'outcomes'>,
  deskId: string,
  range: OutcomeRange,
): Promise<Result<PricingEffect, Failure<'TOO_FEW_EXPLORED'>>> => {
  const rows = await outcomesIn(outcomes, deskId, range);
  const explored = rows.flatMap(({ exploration, outcome }) =>
    exploration === undefined ? [] : [{ ...exploration, isDone: isDealt(outcome.kind) }],
  );
  const effect = priceEffect(explored);
  if (!effect.ok) return effect;
  return ok({
    outcomes: rows.length,
    upTo: rows.at(-1)?.ordinal ?? range.after,
    explored: explored.length,
    ...effect.value,
  });
};
