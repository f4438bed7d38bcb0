import { err, ok, sideSign, type Failure, type Result } from '#domain/core';
import { type DealtBlock } from './dealt-block.js';

/** Where the P&L of dealt blocks comes from, in currency, positive is gained; `total` is the sum of the four. */
export interface PnlParts {
  /** What clients paid beyond the mid. */
  readonly spreadEarned: number;
  /** What the mid did to the kept part until the markout horizon: what clients knew. */
  readonly adverseSelection: number;
  /** Implementation shortfall of the hedges against the mid of the trade: spread, impact, and the move while they were worked. */
  readonly hedgeCost: number;
  /** What the mid did to the kept part after the markout horizon. */
  readonly inventory: number;
  readonly total: number;
}

export type ImpossibleBlock = Failure<'IMPOSSIBLE_BLOCK'>;

/**
 * Tells the P&L of a block apart. With q the quantity, s the client's side, h what was hedged at the mean price H, P the price and
 * m0, m1, m2 the mid at the trade, at the markout horizon and at the end,
 *
 *     s q (P - m0)  -  s (q - h) (m1 - m0)  -  s h (H - m0)  -  s (q - h) (m2 - m1)  =  s q P - s h H - s (q - h) m2,
 *
 * whose right side is the money taken in and the value of what is left: nothing remains unexplained. Refuses by its name what cannot be.
 */
export const attributePnl = (block: DealtBlock): Result<PnlParts, ImpossibleBlock> => {
  const wrong = whatIsWrong(block);
  if (wrong !== undefined) return err(wrong);
  const { quantity, price, midAtTrade, midAfter, lastMid, hedges } = block;
  const side = sideSign(block.clientSide);
  let [hedged, shortfall] = [0, 0];
  for (const fill of hedges) {
    hedged += fill.quantity;
    shortfall += fill.quantity * (fill.price - midAtTrade);
  }
  const kept = quantity - hedged;
  return ok(
    summed({
      spreadEarned: side * quantity * (price - midAtTrade),
      adverseSelection: -side * kept * (midAfter - midAtTrade),
      hedgeCost: -side * shortfall,
      inventory: -side * kept * (lastMid - midAfter),
    }),
  );
};

/** What dealt blocks can be told apart by. */
export const PNL_DIMENSIONS = ['CLIENT', 'DEALER_DESK', 'SIZE', 'REGIME'] as const;

export type PnlDimension = (typeof PNL_DIMENSIONS)[number];

/** The blocks of one value of a dimension. */
export interface PnlRow extends PnlParts {
  /** null: the blocks of which it is not known. */
  readonly key: string | null;
  readonly blocks: number;
  /** Currency, at the mid of each trade. */
  readonly notional: number;
}

/** Blocks by one dimension, and all together. */
export interface PnlAttribution {
  readonly dimension: PnlDimension;
  /** By key, sizes from small to large, what is not known last. Their parts add up to those of `all`. */
  readonly rows: readonly PnlRow[];
  readonly all: PnlRow;
}

/** Attributes each block and adds up by the dimension; refuses the first block that cannot be, naming it `blocks.N`. */
export const pnlBy = (
  dimension: PnlDimension,
  blocks: readonly DealtBlock[],
): Result<PnlAttribution, ImpossibleBlock> => {
  const groups = new Map<string | null, PnlRow>();
  for (const [i, block] of blocks.entries()) {
    const parts = attributePnl(block);
    if (!parts.ok) return err({ ...parts.error, field: `blocks.${i}.${parts.error.field}` });
    const key = KEYS[dimension](block);
    const row: PnlRow = { key, blocks: 1, notional: block.quantity * block.midAtTrade, ...parts.value };
    groups.set(key, added(groups.get(key) ?? emptyRow(key), row));
  }
  const rows = [...groups.values()].sort(({ key: a }, { key: b }) => {
    if (a === null || b === null) return a === null ? 1 : -1;
    return order(dimension, a) - order(dimension, b) || (a < b ? -1 : 1);
  });
  return ok({ dimension, rows, all: rows.reduce(added, emptyRow('ALL')) });
};

/** Bounds of the sizes, as shares of the usual daily volume. */
const SIZES = [
  { name: 'BELOW_0.1_%', below: 0.001 },
  { name: '0.1_TO_1_%', below: 0.01 },
  { name: '1_TO_5_%', below: 0.05 },
  { name: 'FROM_5_%', below: Infinity },
] as const;

const KEYS: Readonly<Record<PnlDimension, (block: DealtBlock) => string | null>> = {
  CLIENT: ({ client }) => client,
  DEALER_DESK: ({ dealerDesk }) => dealerDesk,
  SIZE: ({ participation }) => SIZES.find(({ below }) => participation < below)!.name,
  REGIME: ({ regime }) => regime,
};

const order = (dimension: PnlDimension, key: string): number =>
  dimension === 'SIZE' ? SIZES.findIndex(({ name }) => name === key) : 0;

const emptyRow = (key: string | null): PnlRow => ({
  key,
  blocks: 0,
  notional: 0,
  ...summed({ spreadEarned: 0, adverseSelection: 0, hedgeCost: 0, inventory: 0 }),
});

const added = (row: PnlRow, other: PnlRow): PnlRow => ({
  key: row.key,
  blocks: row.blocks + other.blocks,
  notional: row.notional + other.notional,
  ...summed({
    spreadEarned: row.spreadEarned + other.spreadEarned,
    adverseSelection: row.adverseSelection + other.adverseSelection,
    hedgeCost: row.hedgeCost + other.hedgeCost,
    inventory: row.inventory + other.inventory,
  }),
});

const summed = (parts: Omit<PnlParts, 'total'>): PnlParts => ({
  ...parts,
  total: parts.spreadEarned + parts.adverseSelection + parts.hedgeCost + parts.inventory,
});

const whatIsWrong = (block: DealtBlock): ImpossibleBlock | undefined => {
  for (const name of ['quantity', 'price', 'midAtTrade', 'midAfter', 'lastMid'] as const) {
    if (!isPositive(block[name])) return impossible(name, 'positive and finite', block[name]);
  }
  if (!(block.participation >= 0 && block.participation < Infinity)) {
    return impossible('participation', 'zero or positive, and finite', block.participation);
  }
  let hedged = 0;
  for (const [i, fill] of block.hedges.entries()) {
    for (const name of ['quantity', 'price'] as const) {
      if (!isPositive(fill[name])) return impossible(`hedges.${i}.${name}`, 'positive and finite', fill[name]);
    }
    hedged += fill.quantity;
  }
  // Fills are summed in floating point: what rounding adds is no hedge beyond the block.
  return hedged <= block.quantity * (1 + 1e-12)
    ? undefined
    : impossible('hedges', `together not more than the block of ${block.quantity}`, hedged);
};

const isPositive = (value: number): boolean => value > 0 && value < Infinity;

const impossible = (field: string, allowed: string, value: unknown): ImpossibleBlock => ({
  code: 'IMPOSSIBLE_BLOCK',
  field,
  allowed,
  message: `${field} must be ${allowed}, got ${String(value)}`,
});
