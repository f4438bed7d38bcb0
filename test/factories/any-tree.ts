import fc from 'fast-check';
import { type RegressionTree } from '#domain/impact';

interface Split {
  readonly leaf: number;
  readonly column: number;
  readonly threshold: number;
}

/** Trees of up to 32 leaves over `columns` inputs, split at whole numbers from -3 to 3, leaf by leaf in any order. */
export const anyTree = (columns: number, leavesMost = 32): fc.Arbitrary<RegressionTree> =>
  fc
    .tuple(
      fc.array(
        fc.record({
          leaf: fc.nat(),
          column: fc.nat({ max: columns - 1 }),
          threshold: fc.integer({ min: -3, max: 3 }),
        }),
        { maxLength: leavesMost - 1 },
      ),
      fc.array(fc.integer({ min: -50, max: 50 }), { minLength: leavesMost, maxLength: leavesMost }),
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: leavesMost, maxLength: leavesMost }),
    )
    .map(([splits, values, covers]) => grown(splits, values, covers));

const grown = (splits: readonly Split[], values: readonly number[], covers: readonly number[]): RegressionTree => {
  const tree = { feature: [] as number[], threshold: [] as number[], left: [] as number[], right: [] as number[] };
  /** Where each leaf hangs. */
  const hangs: { readonly side: 'left' | 'right'; readonly node: number }[] = [];
  for (const [node, { leaf, column, threshold }] of splits.entries()) {
    const parent = hangs[leaf % Math.max(1, hangs.length)];
    const split = parent === undefined ? 0 : leaf % hangs.length;
    if (parent !== undefined) tree[parent.side][parent.node] = node;
    tree.feature.push(column);
    tree.threshold.push(threshold);
    tree.left.push(~split);
    tree.right.push(~Math.max(1, hangs.length));
    hangs[split] = { side: 'left', node };
    hangs[Math.max(1, hangs.length)] = { side: 'right', node };
  }
  const leaves = splits.length + 1;
  return { ...tree, value: values.slice(0, leaves), cover: covers.slice(0, leaves) };
};
