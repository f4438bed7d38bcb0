/**
 * Costs of what may be taken in each way of counting it: steps of the grid, whether the odd rest is in it, and how many venues
 * are used. A table of a set of venues is folded from those of its parts, and remembers how.
 */
export interface SplitTable {
  readonly cost: Float64Array;
  /** Which entry of `right` each is made of; that of `left` is what is then missing. */
  readonly picks?: Int32Array;
  readonly left?: SplitTable;
  readonly right?: SplitTable;
  /** Of a table of one venue. */
  readonly venue?: number;
}

/** The shape of all tables that are folded together. */
export interface SplitGrid {
  /** Steps that the order has. */
  readonly steps: number;
  /** An odd rest of less than one step goes to one venue: then entries are with it and without. */
  readonly hasRest: boolean;
  /** How many venues may be used; Infinity where that is no limit and need not be counted. */
  readonly venuesMost: number;
}

const countsOf = ({ venuesMost }: SplitGrid): number => (venuesMost === Infinity ? 1 : venuesMost + 1);
const restsOf = ({ hasRest }: SplitGrid): number => (hasRest ? 2 : 1);

const sizeOf = (grid: SplitGrid): number => countsOf(grid) * restsOf(grid) * (grid.steps + 1);

/** The table of one venue: what it costs to send so many steps there, without and with the rest; Infinity where that is not allowed. */
export const venueTable = (
  grid: SplitGrid,
  venue: number,
  costOf: (steps: number, withRest: boolean) => number,
): SplitTable => {
  const cost = new Float64Array(sizeOf(grid)).fill(Infinity);
  const used = grid.venuesMost === Infinity ? 0 : 1;
  cost[0] = 0;
  for (let rest = 0; rest < restsOf(grid); rest += 1) {
    for (let steps = rest === 0 ? 1 : 0; steps <= grid.steps; steps += 1) {
      if (used >= countsOf(grid)) continue;
      cost[entryOf(grid, used, rest, steps)] = costOf(steps, rest === 1);
    }
  }
  return { cost, venue };
};

/** Every way to use two sets of venues together, each at its cheapest. */
export const folded = (grid: SplitGrid, left: SplitTable, right: SplitTable): SplitTable => {
  const cost = new Float64Array(sizeOf(grid)).fill(Infinity);
  const picks = new Int32Array(cost.length).fill(-1);
  const { steps } = grid;
  const [counts, rests] = [countsOf(grid), restsOf(grid)];
  for (let pick = 0; pick < right.cost.length; pick += 1) {
    const added = right.cost[pick]!;
    if (added === Infinity) continue;
    const taken = pick % (steps + 1);
    const row = (pick - taken) / (steps + 1);
    const [rest, count] = [row % rests, Math.floor(row / rests)];
    for (let c = 0; c + count < counts; c += 1) {
      for (let r = 0; r + rest < rests; r += 1) {
        const from = entryOf(grid, c, r, 0);
        const to = entryOf(grid, c + count, r + rest, taken);
        for (let k = 0; k + taken <= steps; k += 1) {
          const together = left.cost[from + k]! + added;
          if (together < cost[to + k]!) {
            cost[to + k] = together;
            picks[to + k] = pick;
          }
        }
      }
    }
  }
  return { cost, picks, left, right };
};

/** Takes out what is more than so many units. */
export const capped = (
  grid: SplitGrid,
  table: SplitTable,
  capUnits: number,
  unitsOf: (steps: number, withRest: boolean) => number,
): void => {
  for (let entry = 0; entry < table.cost.length; entry += 1) {
    const steps = entry % (grid.steps + 1);
    const rest = Math.floor(entry / (grid.steps + 1)) % restsOf(grid);
    if (unitsOf(steps, rest === 1) > capUnits) table.cost[entry] = Infinity;
  }
};

/** The cheapest entry that takes the whole order; undefined where none does. */
export const cheapestWhole = (grid: SplitGrid, table: SplitTable): number | undefined => {
  let best: number | undefined;
  for (let count = 0; count < countsOf(grid); count += 1) {
    const entry = entryOf(grid, count, grid.hasRest ? 1 : 0, grid.steps);
    if (table.cost[entry]! < (best === undefined ? Infinity : table.cost[best]!)) best = entry;
  }
  return best;
};

/** Tells what each venue takes in an entry. */
export const unfold = (
  grid: SplitGrid,
  table: SplitTable,
  entry: number,
  tell: (venue: number, steps: number, withRest: boolean) => void,
): void => {
  if (table.left === undefined || table.right === undefined || table.picks === undefined) {
    const steps = entry % (grid.steps + 1);
    const rest = Math.floor(entry / (grid.steps + 1)) % restsOf(grid);
    if (table.venue !== undefined) tell(table.venue, steps, rest === 1);
    return;
  }
  const pick = table.picks[entry]!;
  // Entries are numbered so that those of the parts add up to that of the whole.
  unfold(grid, table.left, entry - pick, tell);
  unfold(grid, table.right, pick, tell);
};

const entryOf = (grid: SplitGrid, count: number, rest: number, steps: number): number =>
  (count * restsOf(grid) + rest) * (grid.steps + 1) + steps;
