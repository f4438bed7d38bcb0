import { type Request } from '#domain/execution';
import { type ReasonName } from '../order-book/index.js';

/** A request that changed nothing. OVERSIZE: with what waits or is on its way it is more than is left of the task. */
export interface Reject {
  /** When it was sent. */
  readonly decision: number;
  readonly request: Request;
  readonly reason: ReasonName | 'OVERSIZE' | 'NO_SUCH_VENUE';
}
