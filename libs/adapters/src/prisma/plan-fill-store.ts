import { ok, type Result } from '#domain/core';
import { type FillLiquidity, type KnownFills, type ReportedFill } from '#domain/execution';
import { type FillsAppended, type PlanFillStore } from '#application/ports';
import { type Ask, type Database } from './database.js';

/** Fills bear their number and what is filled with them, so that what is left is known from the last one, however many there are. */
export class PrismaPlanFillStore implements PlanFillStore {
  constructor(private readonly database: Database) {}

  append<Refusal>(
    deskId: string,
    planId: string,
    execIds: readonly string[],
    admit: (known: KnownFills) => Result<readonly ReportedFill[], Refusal>,
  ): Promise<Result<FillsAppended, Refusal>> {
    return this.database.statementsForDesk(deskId, async (ask) => {
      // Reports on a plan one after the other, so that no two of them fill what is left once.
      await ask({
        name: 'hold the fills of a plan',
        text: `SELECT pg_advisory_xact_lock(hashtextextended('plan_fill ' || $1 || ' ' || $2, 0))`,
        values: [deskId, planId],
      });
      const last = (await lastFill(ask, deskId, planId)) ?? { ordinal: 0, filledLots: 0 };
      const repeated = await repeatedFills(ask, deskId, planId, execIds);
      const admitted = admit({ lots: last.filledLots, repeated });
      if (!admitted.ok) return admitted;
      const lots = await insertFills(ask, deskId, planId, last, admitted.value);
      return ok({ recorded: admitted.value.length, lots });
    });
  }

  filledLots(deskId: string, planId: string): Promise<number | undefined> {
    return this.database.statementsForDesk(deskId, async (ask) => (await lastFill(ask, deskId, planId))?.filledLots);
  }
}

interface LastFill {
  readonly ordinal: number;
  readonly filledLots: number;
}

interface FillRow {
  readonly execId: string;
  readonly at: string;
  readonly lots: number;
  readonly price: number;
  readonly venue: string;
  readonly liquidity: FillLiquidity | null;
}

const lastFill = async (ask: Ask, deskId: string, planId: string): Promise<LastFill | undefined> => {
  const [last] = await ask<LastFill>({
    name: 'last fill of a plan',
    text: `SELECT ordinal, filled_lots AS "filledLots" FROM plan_fill
           WHERE desk_id = $1 AND plan_id = $2::uuid ORDER BY ordinal DESC LIMIT 1`,
    values: [deskId, planId],
  });
  return last;
};

const repeatedFills = async (
  ask: Ask,
  deskId: string,
  planId: string,
  execIds: readonly string[],
): Promise<readonly ReportedFill[]> => {
  const rows = await ask<FillRow>({
    name: 'fills of a plan by their ids',
    text: `SELECT exec_id AS "execId", at, lots, price, venue, liquidity FROM plan_fill
           WHERE desk_id = $1 AND plan_id = $2::uuid AND exec_id = ANY($3)`,
    values: [deskId, planId, execIds],
  });
  return rows.map((row) => ({ ...row, at: BigInt(row.at) }));
};

/** What is filled with them, in all. */
const insertFills = async (
  ask: Ask,
  deskId: string,
  planId: string,
  last: LastFill,
  fills: readonly ReportedFill[],
): Promise<number> => {
  if (fills.length === 0) return last.filledLots;
  let filled = last.filledLots;
  const filledLots = fills.map(({ lots }) => (filled += lots));
  await ask({
    name: 'fills of a plan',
    text: `INSERT INTO plan_fill
             (desk_id, plan_id, ordinal, exec_id, at, lots, filled_lots, price, venue, liquidity)
           SELECT $1, $2::uuid, $3 + fill.nth, fill.exec_id, fill.at, fill.lots, fill.filled_lots, fill.price, fill.venue,
                  fill.liquidity
           FROM unnest($4::text[], $5::bigint[], $6::float8[], $7::float8[], $8::float8[], $9::text[], $10::fill_liquidity[])
                WITH ORDINALITY AS fill (exec_id, at, lots, filled_lots, price, venue, liquidity, nth)`,
    values: [
      deskId,
      planId,
      last.ordinal,
      fills.map(({ execId }) => execId),
      fills.map(({ at }) => String(at)),
      fills.map(({ lots }) => lots),
      filledLots,
      fills.map(({ price }) => price),
      fills.map(({ venue }) => venue),
      fills.map(({ liquidity }) => liquidity),
    ],
  });
  return filled;
};
