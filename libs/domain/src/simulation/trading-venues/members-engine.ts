import { ANONYMOUS, BookEventKind, BookEvents, type ReasonCode } from '../order-book/index.js';
import { FIRST_DESK } from '../market/index.js';
import { type MatchingEngine } from '../venue/index.js';

/**
 * A book as the engine of a venue whose members are desks and dealers: its events are those of their orders, and those who live in the
 * book itself and hear of everything at once are nobody in them.
 */
export class MembersEngine implements MatchingEngine {
  readonly events = new BookEvents();
  private isAsked = false;

  /** `onFlow`: somebody who lives in the book did something with a member's order; it is in `events`. */
  constructor(
    private readonly book: MatchingEngine,
    private readonly onFlow: () => void,
  ) {}

  /** Something happened in the book. */
  heard(events: BookEvents): void {
    this.keep(events);
    if (!this.isAsked && this.events.length > 0) this.onFlow();
  }

  issueId(): number {
    return this.book.issueId();
  }

  submit(...order: Parameters<MatchingEngine['submit']>): ReasonCode {
    return this.asked(() => this.book.submit(...order));
  }

  cancel(orderId: number, owner: number): ReasonCode {
    return this.asked(() => this.book.cancel(orderId, owner));
  }

  replace(orderId: number, owner: number, price: number, quantity: number): ReasonCode {
    return this.asked(() => this.book.replace(orderId, owner, price, quantity));
  }

  /** What a member's request does is told by the venue, not as flow. */
  private asked(request: () => ReasonCode): ReasonCode {
    this.isAsked = true;
    const reason = request();
    this.isAsked = false;
    return reason;
  }

  private keep(from: BookEvents): void {
    const { events } = this;
    events.clear();
    for (let row = 0; row < from.length; row += 1) {
      const owner = member(from.owner(row));
      const isExecution = from.kind(row) === BookEventKind.EXECUTED;
      const maker = isExecution ? member(from.makerOwner(row)) : ANONYMOUS;
      if (owner === ANONYMOUS && maker === ANONYMOUS) continue;
      if (isExecution) {
        events.pushExecution(
          from.orderId(row),
          owner,
          from.side(row),
          from.price(row),
          from.quantity(row),
          from.left(row),
          Number(from.isHidden(row)),
          from.makerId(row),
          maker,
          from.makerLeft(row),
        );
      } else {
        events.push(
          from.kind(row),
          from.reason(row) as ReasonCode,
          from.orderId(row),
          owner,
          from.side(row),
          from.price(row),
          from.quantity(row),
          from.left(row),
          Number(from.isHidden(row)),
        );
      }
    }
  }
}

const member = (owner: number): number => (owner >= FIRST_DESK ? owner : ANONYMOUS);
