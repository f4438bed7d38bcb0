/** How sure a rank is. */
export interface RankBelief {
  /** Probability that the quote is truly the cheapest. */
  readonly bestProbability: number;
  /** Between these ranks with a probability of 90 % at least. */
  readonly rankLow: number;
  readonly rankHigh: number;
}

const TAIL = 0.05;

/** How often each of `size` quotes came in which place; equal costs share the first of theirs. */
export class RankCounts {
  private readonly wins: Float64Array;
  /** By quote, then by how many were cheaper. */
  private readonly places: Int32Array;
  /** Quotes, the cheapest of the last draw first: the next is much the same, so sorting it anew costs little. */
  private readonly order: Int32Array;
  private draws = 0;

  constructor(private readonly size: number) {
    this.wins = new Float64Array(size);
    this.places = new Int32Array(size * size);
    this.order = Int32Array.from({ length: size }, (_, i) => i);
  }

  /** One draw: a cost per quote. */
  add(costs: Float64Array): void {
    const { size, order, wins, places } = this;
    for (let at = 1; at < size; at += 1) {
      const quote = order[at]!;
      const cost = costs[quote]!;
      let to = at;
      for (; to > 0 && costs[order[to - 1]!]! > cost; to -= 1) order[to] = order[to - 1]!;
      order[to] = quote;
    }
    this.draws += 1;
    const least = costs[order[0]!]!;
    let ties = 1;
    while (ties < size && costs[order[ties]!]! <= least) ties += 1;
    for (let at = 0; at < ties; at += 1) wins[order[at]!] = wins[order[at]!]! + 1 / ties;
    let place = 0;
    for (let at = 0; at < size; at += 1) {
      const quote = order[at]!;
      if (at > 0 && costs[quote]! !== costs[order[at - 1]!]!) place = at;
      const cell = quote * size + place;
      places[cell] = places[cell]! + 1;
    }
  }

  beliefOf(quote: number): RankBelief {
    const counts = this.places.subarray(quote * this.size, (quote + 1) * this.size);
    const rare = TAIL * this.draws;
    let low = 0;
    for (let sum = counts[0]!; sum <= rare; sum += counts[low]!) low += 1;
    let high = this.size - 1;
    for (let sum = counts[high]!; sum <= rare; sum += counts[high]!) high -= 1;
    return { bestProbability: this.wins[quote]! / this.draws, rankLow: low + 1, rankHigh: high + 1 };
  }
}
