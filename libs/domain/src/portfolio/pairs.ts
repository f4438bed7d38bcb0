import { type JointMarket } from './joint-market.js';
import { type PortfolioBlock } from './portfolio-block.js';
import { meetingOf, scaledBlock, type ScaledBlock } from './scaled-block.js';

/** Two blocks, by their numbers, and what they do to one another. */
export interface BlockPair {
  readonly first: number;
  readonly second: number;
  /** Of their costs; below 0: they hedge one another. */
  readonly costCorrelation: number;
  /** What both together pay for the impact of the other, currency; below 0: they help one another. */
  readonly crossCost: number;
}

export interface BlockPairs {
  /** That take most from the variance of the whole, most first. */
  readonly hedges: readonly BlockPair[];
  /** That cost or spare one another most, most first. */
  readonly crossImpacts: readonly BlockPair[];
}

/** The pairs that matter most, at most so many of each kind. */
export const outstandingPairs = (market: JointMarket, blocks: readonly PortfolioBlock[], most: number): BlockPairs => {
  const scaled = blocks.map((block) => scaledBlock(market, block));
  const hedges = new Shortlist(most);
  const crossImpacts = new Shortlist(most);
  for (let first = 0; first < scaled.length; first += 1) {
    for (let second = first + 1; second < scaled.length; second += 1) {
      const { temporary, permanent, covariance } = meetingOf(market, scaled[first]!, scaled[second]!);
      hedges.consider(first, second, -covariance);
      crossImpacts.consider(first, second, Math.abs(temporary + permanent));
    }
  }
  const pair = ([first, second]: readonly [number, number]): BlockPair => blockPair(market, scaled, first, second);
  return { hedges: hedges.pairs().map(pair), crossImpacts: crossImpacts.pairs().map(pair) };
};

const blockPair = (market: JointMarket, blocks: readonly ScaledBlock[], first: number, second: number): BlockPair => {
  const [one, other] = [blocks[first]!, blocks[second]!];
  const { temporary, permanent, covariance } = meetingOf(market, one, other);
  const spread = one.sd * other.sd;
  return {
    first,
    second,
    costCorrelation: spread === 0 ? 0 : covariance / spread,
    crossCost: 2 * (temporary + permanent),
  };
};

/** Pairs of the highest scores above 0, highest first; of equals the earlier. */
class Shortlist {
  private readonly kept: { readonly pair: readonly [number, number]; readonly score: number }[] = [];

  constructor(private readonly most: number) {}

  consider(first: number, second: number, score: number): void {
    const { kept, most } = this;
    if (!(score > 0) || (kept.length === most && score <= (kept.at(-1)?.score ?? Infinity))) return;
    const at = kept.findIndex((other) => other.score < score);
    kept.splice(at < 0 ? kept.length : at, 0, { pair: [first, second], score });
    if (kept.length > most) kept.pop();
  }

  pairs(): readonly (readonly [number, number])[] {
    return this.kept.map(({ pair }) => pair);
  }
}
