import { type Request, type RestingOrder } from '#domain/execution';
import { BookEventKind, Reason, type ReasonName } from '../order-book/index.js';
import { type ExecutionReport } from '../venue/index.js';
import { type Reject } from './policy.js';

interface OwnOrder {
  readonly venue: number;
  readonly orderId: number;
  readonly priceTicks: number;
  units: number;
  /** A report has said that it rests. */
  rests: boolean;
}

interface Sent {
  readonly decision: number;
  readonly request: Request;
}

const NAMES = new Map(Object.entries(Reason).map(([name, code]) => [code as number, name as ReasonName]));

/**
 * What a desk knows of its orders: what it has sent, and what the reports that have reached it say. A venue answers the requests of
 * one member in their order, so each answer belongs to the first request that has none yet.
 */
export class DeskOrders {
  readonly rejects: Reject[] = [];
  filled = 0;
  filledElsewhere = 0;
  /** Sum of units times price in ticks; a mid is half a tick at the finest, so exact. */
  paidTicks = 0;
  /** Currency. */
  fees = 0;
  private readonly orders = new Map<string, OwnOrder>();
  private readonly unanswered = new Map<number, Sent[]>();

  /** A request was sent; `orderId` is that of a new order, `units` what may come of it. */
  sent(decision: number, request: Request, venue: number, orderId: number): void {
    this.sentTo(venue).push({ decision, request });
    if (request.kind === 'CANCEL') return;
    // What a venue will refuse for its size is not on its way to be filled.
    const units = Number.isInteger(request.units) ? Math.max(0, request.units) : 0;
    const priceTicks = request.kind === 'LIMIT' ? request.priceTicks : NaN;
    this.orders.set(keyOf(venue, orderId), { venue, orderId, priceTicks, units, rests: false });
  }

  /** Units that wait or are on their way. */
  get working(): number {
    let units = 0;
    for (const order of this.orders.values()) units += order.units;
    return units;
  }

  resting(): readonly RestingOrder[] {
    return [...this.orders.values()]
      .filter(({ rests }) => rests)
      .map(({ venue, orderId, priceTicks, units }) => ({ venue, orderId, priceTicks, units }));
  }

  /** Every order that may still trade. */
  open(): readonly { readonly venue: number; readonly orderId: number }[] {
    return [...this.orders.values()];
  }

  hear(venue: number, report: Readonly<ExecutionReport>): void {
    const key = keyOf(venue, report.orderId);
    switch (report.kind) {
      case BookEventKind.ACCEPTED:
        this.sentTo(venue).shift();
        break;
      case BookEventKind.REJECTED:
        this.refused(venue, report.reason);
        this.orders.delete(key);
        break;
      case BookEventKind.RESTED:
        this.orders.get(key)!.rests = true;
        break;
      case BookEventKind.CANCELLED:
        if (report.reason === Reason.BY_OWNER) this.sentTo(venue).shift();
        this.orders.delete(key);
        break;
      case BookEventKind.EXECUTED:
        this.execute(venue, key, report);
        break;
      default:
        throw new Error(`DeskOrders: nothing was sent that is answered by ${report.kind}`);
    }
  }

  private execute(venue: number, key: string, { quantity, price, left, fee }: Readonly<ExecutionReport>): void {
    this.filled += quantity;
    if (venue > 0) this.filledElsewhere += quantity;
    this.paidTicks += quantity * price;
    this.fees += fee;
    const order = this.orders.get(key)!;
    order.units = left;
    if (left === 0) this.orders.delete(key);
  }

  /** A refused cancellation leaves the order that it was about; a refused order is none. */
  private refused(venue: number, reason: number): void {
    const { decision, request } = this.sentTo(venue).shift()!;
    this.rejects.push({ decision, request, reason: NAMES.get(reason)! });
  }

  private sentTo(venue: number): Sent[] {
    let sent = this.unanswered.get(venue);
    if (sent === undefined) this.unanswered.set(venue, (sent = []));
    return sent;
  }
}

const keyOf = (venue: number, orderId: number): string => `${venue} ${orderId}`;
