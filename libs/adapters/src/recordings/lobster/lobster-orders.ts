import { ASK, BID, EventKind, L2Book, L3Book, OrderAction, type BookSide, type EventBatch } from '#domain/market-data';
import { CANCELLATION, DELETION, EXECUTION, SUBMISSION, type LobsterMessage } from './message.js';

/**
 * The orders of a LOBSTER recording of which it is known what is left: a message says what was taken from an order, and
 * only of an order that was seen to come does the rest follow. What happens to any other is in the levels alone.
 *
 * An order is lost sight of with its level: while a level lies beyond the visible ones there are no messages about it, and
 * when it comes back its orders may have left or shrunk meanwhile.
 */
export class LobsterOrders {
  private readonly known = new L3Book(new L2Book(), 'LEVELS_AND_ORDERS');

  /** Appends what a message does to a known order, or one that comes; the row, or undefined when it does nothing to one. */
  emit(message: LobsterMessage, sequence: number, out: EventBatch): number | undefined {
    const action = ACTIONS.get(message.type);
    const { orderId, timeNs, price } = message;
    if (action === undefined || this.known.has(orderId) === (action === OrderAction.ADD)) return undefined;
    const side = message.direction === 1 ? BID : ASK;
    const left = this.left(message, action);
    this.known.apply(action, orderId, side, price, left);
    const row = out.append(EventKind.ORDER, timeNs, sequence, price, left);
    out.side[row] = side;
    out.detail[row] = action;
    out.orderId[row] = orderId;
    return row;
  }

  /** Levels were set, as the rows of `changes` say. */
  levelsSet(changes: EventBatch): void {
    for (let i = 0; i < changes.length; i += 1) {
      this.known.levelSet(changes.side[i] as BookSide, changes.price[i]!, changes.size[i]!);
    }
  }

  private left({ orderId, size }: LobsterMessage, action: number): number {
    if (action === OrderAction.ADD) return size;
    return action === OrderAction.DELETE ? 0 : Math.max(0, this.known.sizeOf(orderId) - size);
  }
}

const ACTIONS: ReadonlyMap<number, number> = new Map([
  [SUBMISSION, OrderAction.ADD],
  [CANCELLATION, OrderAction.CHANGE],
  [DELETION, OrderAction.DELETE],
  [EXECUTION, OrderAction.EXECUTE],
]);
