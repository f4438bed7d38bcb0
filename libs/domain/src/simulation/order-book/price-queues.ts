import { AHEAD, BEHIND, ID, NONE, OPEN, QUEUE, type OrderSlab } from './order-slab.js';
import { QueueTrees } from './queue-trees.js';

const FRONT = 0;
const BACK = 1;
/** Number of the tree that sums up the queue; 0 where nobody has asked for a place in it. */
const TREE = 2;
const WIDTH_BITS = 2;

/** Queues of orders in time priority, linked through the orders' records. What stands ahead of an order: see `QueueTrees`. */
export class PriceQueues {
  /** Open units by queue. */
  readonly units: Float64Array;
  private readonly heads: Int32Array;
  private readonly trees: QueueTrees;

  constructor(
    private readonly slab: OrderSlab,
    queues: number,
  ) {
    this.units = new Float64Array(queues);
    this.heads = new Int32Array(queues << WIDTH_BITS);
    this.trees = new QueueTrees(slab);
  }

  /** Id of the first order, as of the last one; NONE where the queue is empty. */
  front(queue: number): number {
    return this.heads[(queue << WIDTH_BITS) + FRONT]!;
  }

  back(queue: number): number {
    return this.heads[(queue << WIDTH_BITS) + BACK]!;
  }

  /** Costs as much as there are. */
  count(queue: number): number {
    const { slab } = this;
    let count = 0;
    for (let id = this.front(queue); id !== NONE; id = slab.records[slab.at(id) + BEHIND]!) count += 1;
    return count;
  }

  /** An order joins at the back with its OPEN units; says whether it is the only one. */
  join(record: number, queue: number): boolean {
    const { heads, slab } = this;
    const { records } = slab;
    const head = queue << WIDTH_BITS;
    const id = records[record + ID]!;
    const back = heads[head + BACK]!;
    records[record + QUEUE] = queue;
    records[record + AHEAD] = back;
    records[record + BEHIND] = NONE;
    heads[head + BACK] = id;
    if (back === NONE) heads[head + FRONT] = id;
    else records[slab.at(back) + BEHIND] = id;
    this.units[queue] = this.units[queue]! + records[record + OPEN]!;
    if (heads[head + TREE] !== 0) this.trees.append(heads[head + TREE]!, heads[head + FRONT]!, record);
    return back === NONE;
  }

  /** An order leaves with its OPEN units; says whether it was the only one. */
  leave(record: number): boolean {
    const { heads, slab } = this;
    const { records } = slab;
    const queue = records[record + QUEUE]!;
    const head = queue << WIDTH_BITS;
    const ahead = records[record + AHEAD]!;
    const behind = records[record + BEHIND]!;
    const open = records[record + OPEN]!;
    if (ahead === NONE) heads[head + FRONT] = behind;
    else records[slab.at(ahead) + BEHIND] = behind;
    if (behind === NONE) heads[head + BACK] = ahead;
    else records[slab.at(behind) + AHEAD] = ahead;
    this.units[queue] = this.units[queue]! - open;
    const isEmpty = ahead === NONE && behind === NONE;
    if (heads[head + TREE] !== 0) this.leaveTree(head, record, open, isEmpty);
    return isEmpty;
  }

  /** Takes units off the OPEN ones of an order, of which some are left; it keeps its place. */
  reduce(record: number, units: number): void {
    const { records } = this.slab;
    const queue = records[record + QUEUE]!;
    const tree = this.heads[(queue << WIDTH_BITS) + TREE]!;
    records[record + OPEN] = records[record + OPEN]! - units;
    this.units[queue] = this.units[queue]! - units;
    if (tree !== 0) this.trees.take(tree, record, units);
  }

  /** Open units that stand before an order in its queue. */
  unitsAhead(record: number): number {
    const head = this.slab.records[record + QUEUE]! << WIDTH_BITS;
    if (this.heads[head + TREE] === 0) this.heads[head + TREE] = this.trees.open(this.heads[head + FRONT]!);
    return this.trees.unitsBefore(this.heads[head + TREE]!, record);
  }

  private leaveTree(head: number, record: number, open: number, isEmpty: boolean): void {
    const tree = this.heads[head + TREE]!;
    if (isEmpty) {
      this.trees.close(tree);
      this.heads[head + TREE] = 0;
    } else this.trees.take(tree, record, open);
  }
}
