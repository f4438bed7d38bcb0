import { type RegressionTree } from './additive-document.js';

/** More leaves than that do not fit into the bits of one integer. */
export const TREE_LEAVES_MOST = 32;

/**
 * Trees laid out by the inputs that they ask about, after Lucchese et al., "QuickScorer: A Fast Algorithm to Rank Documents
 * with Additive Ensembles of Regression Trees", SIGIR 2015. Every inner node holds a mask of the leaves of its tree that
 * stay possible where its condition fails, leaves counted from the left by bit. For a row, the masks of all failing nodes,
 * which lie side by side in order of threshold, are laid over one another; the leftmost leaf that is left is the row's. A
 * walk down each tree reaches the same leaf, but waits for one node after the other.
 */
export class BitTrees {
  /** [inputs + 1] where the nodes of each input begin. */
  private readonly from: Int32Array;
  /** [nodes] by input, rising; single precision as the inputs are. */
  private readonly threshold: Float32Array;
  /** [nodes] */
  private readonly tree: Int32Array;
  /** [nodes] */
  private readonly mask: Int32Array;
  /** [trees + 1] where the leaves of each tree begin. */
  private readonly leavesFrom: Int32Array;
  /** [leaves] from the left. */
  private readonly value: Float64Array;
  /** [trees] leaves still possible; of the row in hand. */
  private readonly possible: Int32Array;

  constructor(trees: readonly RegressionTree[], inputs: number) {
    const nodes = trees.flatMap(maskedNodes).sort((a, b) => a.input - b.input || a.threshold - b.threshold);
    this.from = new Int32Array(inputs + 1);
    for (const { input } of nodes) this.from[input + 1]! += 1;
    for (let input = 0; input < inputs; input += 1) this.from[input + 1]! += this.from[input]!;
    this.threshold = Float32Array.from(nodes, ({ threshold }) => threshold);
    this.tree = Int32Array.from(nodes, ({ tree }) => tree);
    this.mask = Int32Array.from(nodes, ({ mask }) => mask);
    this.leavesFrom = new Int32Array(trees.length + 1);
    for (const [i, { value }] of trees.entries()) this.leavesFrom[i + 1] = this.leavesFrom[i]! + value.length;
    this.value = Float64Array.from(trees.flatMap((tree) => leavesFromLeft(tree).map((leaf) => tree.value[leaf]!)));
    this.possible = new Int32Array(trees.length);
  }

  /** Finds the leaf of every tree for the row that begins at `at`; its inputs must be finite. */
  enter(rows: Float32Array, at: number): void {
    const { from, threshold, tree, mask, possible } = this;
    possible.fill(-1);
    for (let input = 0; input < from.length - 1; input += 1) {
      const value = rows[at + input]!;
      const end = from[input + 1]!;
      for (let i = from[input]!; i < end && threshold[i]! < value; i += 1) possible[tree[i]!]! &= mask[i]!;
    }
  }

  /** Sum of the leaves entered last, of the trees in [first, end), in their order. */
  sum(first: number, end: number): number {
    let sum = 0;
    for (let tree = first; tree < end; tree += 1) {
      const left = this.possible[tree]!;
      sum += this.value[this.leavesFrom[tree]! + 31 - Math.clz32(left & -left)]!;
    }
    return sum;
  }
}

interface MaskedNode {
  readonly input: number;
  readonly threshold: number;
  readonly tree: number;
  /** Bits of all leaves but those to the left of the node. */
  readonly mask: number;
}

const maskedNodes = (tree: RegressionTree, number: number): readonly MaskedNode[] => {
  const bit = new Map(leavesFromLeft(tree).map((leaf, i) => [leaf, 1 << i]));
  return tree.feature.map((input, node) => {
    let left = 0;
    for (const leaf of leavesUnder(tree, tree.left[node]!)) left |= bit.get(leaf)!;
    return { input, threshold: tree.threshold[node]!, tree: number, mask: ~left };
  });
};

const leavesFromLeft = (tree: RegressionTree): readonly number[] => leavesUnder(tree, tree.feature.length > 0 ? 0 : ~0);

const leavesUnder = (tree: RegressionTree, child: number): readonly number[] =>
  child < 0 ? [~child] : [...leavesUnder(tree, tree.left[child]!), ...leavesUnder(tree, tree.right[child]!)];
