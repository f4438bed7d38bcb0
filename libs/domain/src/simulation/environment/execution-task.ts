import { type Side } from '#domain/core';
import {
  firstOf,
  impossible,
  mustBeWhole,
  mustBeWithin,
  mustNotBeNegative,
  mustBePositive,
  type Verdict,
} from '../impossible-parameters.js';
import { type MarketParameters } from '../market/market-parameters.js';
import { checkVenues, type VenueTerms } from '../trading-venues/index.js';

/** A parent order that a policy works. */
export interface ExecutionTask {
  readonly side: Side;
  /** Units. */
  readonly quantity: number;
  /** Seconds after the open. */
  readonly startSeconds: number;
  readonly horizonSeconds: number;
  /** How often the policy is asked: at the start and at equal steps, not at the end. */
  readonly decisions: number;
  /** Where it can be worked, the lit book first; absent: in the book alone, without delay and without fees. */
  readonly venues?: readonly VenueTerms[];
}

const DECISIONS_MAX = 1e6;
/** The largest order that a book takes. */
const QUANTITY_MAX = 2 ** 31 - 1;

/** What makes a task impossible in a market; undefined when nothing does. */
export const checkTask = (task: ExecutionTask, { sessionSeconds }: MarketParameters): Verdict =>
  firstOf(
    mustBeWhole('quantity', task.quantity, 1),
    mustBeWithin('quantity', task.quantity, 1, QUANTITY_MAX),
    mustNotBeNegative('startSeconds', task.startSeconds),
    mustBePositive('horizonSeconds', task.horizonSeconds),
    mustBeWhole('decisions', task.decisions, 1),
    task.decisions <= DECISIONS_MAX ? undefined : impossible('decisions', `at most ${DECISIONS_MAX}`, task.decisions),
    task.startSeconds + task.horizonSeconds <= sessionSeconds
      ? undefined
      : impossible('horizonSeconds', 'over by the close', task.horizonSeconds),
    task.venues === undefined ? undefined : checkVenues(task.venues),
  );
