/** How sure a rank is. */
export interface RankBelief {
  /** Probability that the quote is truly the cheapest. */
  readonly bestProbability: number;
  /** Between these ranks with a probability of 90 % at least. */
  readonly rankLow: number;
  readonly rankHigh: number;
}

const TAIL = 0.05;

/**
 * How sure the rank of each quote is, from a column each of what it costs in each draw; all have the same length. Equal costs share the
 * first of their places. Two columns are compared draw by draw only where their ranges meet.
 */
export const rankBeliefs = (columns: readonly Float64Array[]): readonly RankBelief[] => {
  const quotes = columns.map((costs) => new DrawnQuote(costs));
  for (const [i, quote] of quotes.entries()) for (const other of quotes.slice(0, i)) quote.compare(other);
  const firsts = new Uint16Array(columns[0]?.length ?? 0);
  for (const quote of quotes) quote.addFirsts(firsts);
  return quotes.map((quote) => quote.belief(firsts, quotes.length));
};

/** A quote in all draws, and how many are cheaper. */
class DrawnQuote {
  private readonly least: number;
  private readonly greatest: number;
  /** In every draw. */
  private alwaysCheaper = 0;
  /** Beside those, in each draw; absent where it meets nobody. */
  private cheaper: Uint16Array | undefined;

  constructor(private readonly costs: Float64Array) {
    let least = Infinity;
    let greatest = -Infinity;
    // Not for-of: the iterator of a typed array is a fifth of a whole decision's time.
    for (let draw = costs.length - 1; draw >= 0; draw -= 1) {
      const cost = costs[draw]!;
      if (cost < least) least = cost;
      if (cost > greatest) greatest = cost;
    }
    this.least = least;
    this.greatest = greatest;
  }

  compare(other: DrawnQuote): void {
    if (other.greatest < this.least) this.alwaysCheaper += 1;
    else if (this.greatest < other.least) other.alwaysCheaper += 1;
    else {
      this.cheaper ??= new Uint16Array(this.costs.length);
      other.cheaper ??= new Uint16Array(other.costs.length);
      countCheaper(this.costs, this.cheaper, other.costs, other.cheaper);
    }
  }

  /** Counts the draws in which nobody is cheaper. */
  addFirsts(firsts: Uint16Array): void {
    const { alwaysCheaper, cheaper } = this;
    if (alwaysCheaper > 0 || cheaper === undefined) return;
    for (let draw = 0; draw < firsts.length; draw += 1) firsts[draw] = firsts[draw]! + Number(cheaper[draw] === 0);
  }

  /** `firsts`: how many share the first place in each draw. */
  belief(firsts: Uint16Array, quotes: number): RankBelief {
    const { alwaysCheaper, cheaper } = this;
    const certain = alwaysCheaper + 1;
    if (cheaper === undefined) return { bestProbability: Number(certain === 1), rankLow: certain, rankHigh: certain };
    const places = new Int32Array(quotes);
    let wins = 0;
    for (let draw = 0; draw < cheaper.length; draw += 1) {
      const place = alwaysCheaper + cheaper[draw]!;
      places[place] = places[place]! + 1;
      if (place === 0) wins += 1 / firsts[draw]!;
    }
    const rare = TAIL * cheaper.length;
    let low = 0;
    for (let sum = places[0]!; sum <= rare; sum += places[low]!) low += 1;
    let high = quotes - 1;
    for (let sum = places[high]!; sum <= rare; sum += places[high]!) high -= 1;
    return { bestProbability: wins / cheaper.length, rankLow: low + 1, rankHigh: high + 1 };
  }
}

/** Numbers and no branches: which of two close quotes is cheaper is a coin, and guessed wrong half of the time. */
const countCheaper = (a: Float64Array, thanA: Uint16Array, b: Float64Array, thanB: Uint16Array): void => {
  for (let draw = 0; draw < a.length; draw += 1) {
    const costA = a[draw]!;
    const costB = b[draw]!;
    thanA[draw] = thanA[draw]! + Number(costB < costA);
    thanB[draw] = thanB[draw]! + Number(costA < costB);
  }
};
