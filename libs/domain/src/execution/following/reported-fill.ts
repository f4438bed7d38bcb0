import { err, formatInstant, gridValue, ok, type Failure, type Instant, type Result } from '#domain/core';

/** How an order met the other side (FIX LastLiquidityInd 851): it waited (1), it took what waited (2), in an auction (4). */
export type FillLiquidity = 'ADDED' | 'REMOVED' | 'AUCTION';

/** An execution of a followed order, as it was reported. */
export interface ReportedFill {
  /** FIX ExecID 17; unique among the fills of one order. */
  readonly execId: string;
  /** FIX TransactTime 60, session time. */
  readonly at: Instant;
  /** FIX LastQty 32, in whole lots. */
  readonly lots: number;
  /** FIX LastPx 31, currency per unit: above zero, and not always a whole tick. */
  readonly price: number;
  /** FIX LastMkt 30, as the plan or the desk names it. */
  readonly venue: string;
  /** null: nobody told. */
  readonly liquidity: FillLiquidity | null;
}

/** A fill as it is reported; at `now` where nobody says when. */
export type NewFill = Omit<ReportedFill, 'at'> & { readonly at?: Instant };

/** What can be filled of an order. */
export interface FillableOrder {
  /** Of the whole order, in lots of so many units. */
  readonly lots: number;
  readonly lotUnits: number;
  /** The moment of the plan, and that of the report: fills lie between them. */
  readonly plannedAt: Instant;
  readonly now: Instant;
}

/** What was reported of it before. */
export interface KnownFills {
  readonly lots: number;
  /** Of those that are reported now. */
  readonly repeated: readonly ReportedFill[];
}

/** DUPLICATE_ID: the execId is of another fill. IMPOSSIBLE_FILL: too much, too early, or in the future. */
export type FillRefusal = Failure<'DUPLICATE_ID' | 'IMPOSSIBLE_FILL'>;

/**
 * Those of the fills that are new: all of them, or none where one cannot be. What was reported before counts once, whatever has become of
 * the order since.
 */
export const newFills = (
  order: FillableOrder,
  known: KnownFills,
  fills: readonly NewFill[],
): Result<readonly ReportedFill[], FillRefusal> => {
  const byId = new Map(known.repeated.map((fill) => [fill.execId, fill]));
  const fresh: ReportedFill[] = [];
  let left = order.lots - known.lots;
  for (const [i, stated] of fills.entries()) {
    const earlier = byId.get(stated.execId);
    if (earlier !== undefined) {
      if (!isRepeat(earlier, stated)) return err(duplicate(i, stated));
      continue;
    }
    const fill = { ...stated, at: stated.at ?? order.now };
    const refusal = untimely(order, i, fill) ?? tooMuch(order, i, fill, left);
    if (refusal !== undefined) return err(refusal);
    left -= fill.lots;
    byId.set(fill.execId, fill);
    fresh.push(fill);
  }
  return ok(fresh);
};

const isRepeat = (earlier: ReportedFill, { at = earlier.at, lots, price, venue, liquidity }: NewFill): boolean =>
  at === earlier.at &&
  lots === earlier.lots &&
  price === earlier.price &&
  venue === earlier.venue &&
  liquidity === earlier.liquidity;

const duplicate = (index: number, { execId }: NewFill): FillRefusal => ({
  code: 'DUPLICATE_ID',
  field: `fills.${index}.execId`,
  allowed: 'an id of its own per fill; a repeat says the same',
  message: `another fill was reported as ${JSON.stringify(execId)}`,
});

const untimely = ({ plannedAt, now }: FillableOrder, index: number, { at }: ReportedFill): FillRefusal | undefined =>
  at >= plannedAt && at <= now
    ? undefined
    : {
        code: 'IMPOSSIBLE_FILL',
        field: `fills.${index}.at`,
        allowed: `from the plan, ${formatInstant(plannedAt)}, to now, ${formatInstant(now)}, in session time`,
        message: `a fill at ${formatInstant(at)} is ${at < plannedAt ? 'before the plan' : 'in the future'}`,
      };

const tooMuch = (
  { lotUnits }: FillableOrder,
  index: number,
  { lots }: ReportedFill,
  left: number,
): FillRefusal | undefined =>
  lots <= left
    ? undefined
    : {
        code: 'IMPOSSIBLE_FILL',
        field: `fills.${index}.quantity`,
        allowed: `at most ${gridValue(left, lotUnits)}, which is left of the order`,
        message: `a fill of ${gridValue(lots, lotUnits)} is more than is left of the order`,
      };
