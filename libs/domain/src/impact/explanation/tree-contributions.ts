import { type RegressionTree } from '../ensemble/additive-document.js';

/** Mean of a tree's leaves over its training rows: what it says of a row of which nothing is known. */
export const expectedLeaf = ({ value, cover }: RegressionTree): number => {
  let [sum, rows] = [0, 0];
  for (const [leaf, covered] of cover.entries()) {
    sum += covered * value[leaf]!;
    rows += covered;
  }
  return sum / rows;
};

/**
 * Adds `weight` times the Shapley values of the tree's inputs for a row to `target` [F]; they sum to the row's leaf minus
 * `expectedLeaf`. An input that is not known goes both ways, by cover.
 *
 * For a leaf of value u with m different inputs above it, let a_i be 1 where the row meets all conditions of input i on the
 * way and 0 otherwise, and b_i the share of training rows that did, split by split. A coalition S sees the leaf with
 * `u prod_S a prod_notS b`, so that input i has `u (a_i - b_i) sum_s c_s s! (m - s - 1)! / m!`, c_s the coefficients of
 * `prod_(j != i) (b_j + a_j t)`: the path-dependent TreeSHAP of Lundberg, Erion and Lee, "Consistent Individualized Feature
 * Attribution for Tree Ensembles", arXiv 1802.03888 (2018), summed leaf by leaf.
 */
export const addTreeContributions = (
  tree: RegressionTree,
  row: ArrayLike<number>,
  weight: number,
  target: Float64Array,
): void => {
  const covers = innerCovers(tree);
  const coverOf = (child: number): number => (child < 0 ? tree.cover[~child]! : covers[child]!);
  const descend = (child: number, path: readonly Condition[]): void => {
    if (child < 0) {
      addLeaf(weight * tree.value[~child]!, path, target);
      return;
    }
    const input = tree.feature[child]!;
    const goesLeft = row[input]! <= tree.threshold[child]!;
    for (const [next, met] of [
      [tree.left[child]!, goesLeft],
      [tree.right[child]!, !goesLeft],
    ] as const) {
      descend(next, withCondition(path, input, met, coverOf(next) / covers[child]!));
    }
  };
  descend(tree.feature.length > 0 ? 0 : ~0, []);
};

/** What a leaf asks of one input. */
interface Condition {
  readonly input: number;
  /** a: 1 where the row meets it. */
  readonly met: number;
  /** b: share of training rows. */
  readonly share: number;
}

const withCondition = (
  path: readonly Condition[],
  input: number,
  met: boolean,
  share: number,
): readonly Condition[] => {
  const earlier = path.find((condition) => condition.input === input);
  const merged = { input, met: (earlier?.met ?? 1) * Number(met), share: (earlier?.share ?? 1) * share };
  return [...path.filter((condition) => condition !== earlier), merged];
};

const addLeaf = (value: number, path: readonly Condition[], target: Float64Array): void => {
  for (const condition of path) {
    const others = path.filter((other) => other !== condition);
    target[condition.input]! += value * (condition.met - condition.share) * meanOverCoalitions(others);
  }
};

/** `sum_s c_s s! (m - s - 1)! / m!` over the m - 1 other inputs. */
const meanOverCoalitions = (others: readonly Condition[]): number => {
  const coefficients = [1];
  for (const { met, share } of others) {
    coefficients.push(0);
    for (let s = coefficients.length - 1; s >= 0; s -= 1) {
      coefficients[s] = share * coefficients[s]! + met * (s > 0 ? coefficients[s - 1]! : 0);
    }
  }
  const m = coefficients.length;
  let weight = 1 / m;
  let sum = 0;
  for (let s = 0; s < m; s += 1) {
    sum += coefficients[s]! * weight;
    weight *= (s + 1) / (m - s - 1);
  }
  return sum;
};

/** [m] training rows that reach each inner node. */
const innerCovers = ({ feature, left, right, cover }: RegressionTree): Float64Array => {
  const covers = new Float64Array(feature.length);
  const fill = (child: number): number => {
    if (child < 0) return cover[~child]!;
    covers[child] = fill(left[child]!) + fill(right[child]!);
    return covers[child];
  };
  fill(feature.length > 0 ? 0 : ~0);
  return covers;
};
