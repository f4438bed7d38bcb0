import { BEHIND, NONE, OPEN, WIDTH_BITS, type OrderSlab } from './order-slab.js';
import { VolumeTree } from './volume-tree.js';

/**
 * Sums over queues of orders, so that what stands ahead of one is known without a walk. A queue gets a tree when it is first
 * asked and keeps it until it is empty, so each order is walked over at most once: a question, and a change of a queue that
 * was asked, cost O(log n) amortised over the orders that came; queues that nobody asks cost nothing.
 */
export class QueueTrees {
  /** The first is nobody's: 0 means that a queue has none. */
  private readonly trees: VolumeTree[] = [new VolumeTree()];
  private readonly closed: number[] = [];

  constructor(private readonly slab: OrderSlab) {}

  /** The number of a tree over the queue with this order at its front. */
  open(front: number): number {
    const tree = this.closed.pop() ?? this.trees.push(new VolumeTree()) - 1;
    this.number(tree, front);
    return tree;
  }

  close(tree: number): void {
    this.closed.push(tree);
  }

  /** An order has joined the queue that has `front` at its front. */
  append(tree: number, front: number, record: number): void {
    if (this.trees[tree]!.isFull) this.number(tree, front);
    else this.place(this.trees[tree]!, record);
  }

  /** Takes units off an order. */
  take(tree: number, record: number, units: number): void {
    this.trees[tree]!.change(this.slab.positions[record >> WIDTH_BITS]!, -units);
  }

  unitsBefore(tree: number, record: number): number {
    return this.trees[tree]!.before(this.slab.positions[record >> WIDTH_BITS]!);
  }

  /** Gives everybody in a queue a position anew: places of those that left are given again. */
  private number(tree: number, front: number): void {
    const { slab } = this;
    let count = 0;
    for (let id = front; id !== NONE; id = slab.records[slab.at(id) + BEHIND]!) count += 1;
    this.trees[tree]!.reset(count);
    for (let id = front; id !== NONE; id = slab.records[slab.at(id) + BEHIND]!) {
      this.place(this.trees[tree]!, slab.at(id));
    }
  }

  private place(tree: VolumeTree, record: number): void {
    this.slab.positions[record >> WIDTH_BITS] = tree.append(this.slab.records[record + OPEN]!);
  }
}
