import { firstOf, mustNotBeNegative, type Verdict } from '../impossible-parameters.js';

/** Constant delays between the desk and the venue, nanoseconds. */
export interface DeskLatency {
  /** From the venue's book to what the desk decides on; on top of what the recording's own decision times hold. */
  readonly feedNs: number;
  /** From the decision to the arrival of the order, a cancel or a move. */
  readonly orderNs: number;
  /** From an execution or an expiry to the desk's knowing of it. */
  readonly reportNs: number;
}

export const checkDeskLatency = ({ feedNs, orderNs, reportNs }: DeskLatency): Verdict =>
  firstOf(
    mustNotBeNegative('feedNs', feedNs),
    mustNotBeNegative('orderNs', orderNs),
    mustNotBeNegative('reportNs', reportNs),
  );
