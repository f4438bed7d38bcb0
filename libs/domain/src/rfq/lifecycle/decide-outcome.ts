import { err, formatInstant, ok, type Instant, type Result } from '#domain/core';
import {
  type FillCommand,
  type MarkCommand,
  type OutcomeCommand,
  type PostTradeCommand,
  type RejectCommand,
} from './command.js';
import { unsettledFailure } from './decide-client.js';
import { type RfqHappening } from './event.js';
import { refusal, type RfqFailure } from './failure.js';
import { otherQuoteFailure, threadFor } from './guards.js';
import { owedMarkouts } from './owed-markouts.js';
import { priceFailure } from './price-band.js';
import { statusAt, type DealerThread, type RfqState, type Taking } from './state.js';
import { lotsFailure } from './terms.js';
import { REQUEST_MOVES } from './transitions.js';

/** Fills of one dealer before he must fill what is hit or lifted in one. */
export const FILLS_PER_DEALER_MAX = 100;
/** Markouts that a desk sends; those that a request is owed come beside them. */
export const MARKOUTS_MAX = 16;
const MARKOUT_MS_MAX = 5 * 86_400_000;
const NS_PER_MS = 1_000_000n;

export const decideOutcome = (
  state: RfqState,
  command: OutcomeCommand,
  now: Instant,
): Result<readonly RfqHappening[], RfqFailure> => {
  switch (command.type) {
    case 'FILL':
      return fill(state, command, now);
    case 'REJECT':
      return reject(state, command, now);
    case 'DONE_AWAY':
      return doneAway(state, command.price, now);
    case 'COVER':
    case 'MARKOUT':
      return postTrade(state, command, now);
    case 'EXPIRE':
      return ok(expiry(state, state.unsettledLots, now));
    case 'MARK':
      return ok(marked(state, command, now));
  }
};

const fill = (
  state: RfqState,
  { dealer, quoteId, execId, lots }: FillCommand,
  now: Instant,
): Result<readonly RfqHappening[], RfqFailure> => {
  const held = takingOf(state, dealer, quoteId, 'FILL');
  if (!held.ok) return held;
  const { thread, taking } = held.value;
  const failure =
    lotsFailure('lots', lots, taking.unsettledLots) ??
    (thread.fills.some((earlier) => earlier.execId === execId)
      ? refusal('DUPLICATE_ID', 'execId', `${dealer} has reported fill ${execId}`, 'an id of its own per fill')
      : undefined) ??
    (thread.fills.length >= FILLS_PER_DEALER_MAX && lots < taking.unsettledLots
      ? refusal(
          'LIMIT_REACHED',
          'lots',
          `${dealer} has filled ${thread.fills.length} times`,
          `${taking.unsettledLots} lots in one`,
        )
      : undefined);
  if (failure !== undefined) return err(failure);
  const filled: RfqHappening = { type: 'FILLED', dealer, execId, lots };
  return state.filledLots + lots === state.terms.lots
    ? ok([filled, { type: 'REQUEST_ENDED', status: 'TRADED' }])
    : ok([filled, ...expiry(state, state.unsettledLots - lots, now)]);
};

/** A rejection is a fact, also where the dealer had no right to it: the reason tells. */
const reject = (
  state: RfqState,
  { dealer, quoteId }: RejectCommand,
  now: Instant,
): Result<readonly RfqHappening[], RfqFailure> => {
  const held = takingOf(state, dealer, quoteId, 'REJECT');
  if (!held.ok) return held;
  const { thread, taking } = held.value;
  const lastLookMs = thread.quote?.lastLookMs ?? 0;
  const reserved = lastLookMs > 0 && Number(now - taking.takenAt) <= lastLookMs * 1e6;
  const lots = taking.unsettledLots;
  return ok([
    { type: 'TAKING_REJECTED', dealer, lots, reason: reserved ? 'LAST_LOOK' : 'BACKED_AWAY' },
    ...expiry(state, state.unsettledLots - lots, now),
  ]);
};

const takingOf = (
  state: RfqState,
  dealer: string,
  quoteId: string,
  move: 'FILL' | 'REJECT',
): Result<{ readonly thread: DealerThread; readonly taking: Taking }, RfqFailure> => {
  const thread = threadFor(state, dealer, move);
  if (!thread.ok) return thread;
  const other = otherQuoteFailure(thread.value, quoteId);
  if (other !== undefined) return err(other);
  const { taking } = thread.value;
  if (taking === undefined) throw new Error(`${dealer} is TAKEN and nothing is`);
  return ok({ thread: thread.value, taking });
};

const doneAway = (
  state: RfqState,
  price: number | undefined,
  now: Instant,
): Result<readonly RfqHappening[], RfqFailure> => {
  const status = statusAt(state, now);
  const failure =
    (REQUEST_MOVES[status].includes('DONE_AWAY')
      ? undefined
      : refusal('REQUEST_CLOSED', 'quoteRequestId', `the request is ${status}`, 'a request of which lots are open')) ??
    unsettledFailure(state) ??
    (price === undefined ? undefined : priceFailure('price', price, state.terms, undefined));
  if (failure !== undefined) return err(failure);
  return ok([{ type: 'REQUEST_ENDED', status: 'DONE_AWAY', ...(price === undefined ? {} : { awayPrice: price }) }]);
};

const postTrade = (
  state: RfqState,
  command: PostTradeCommand,
  now: Instant,
): Result<readonly RfqHappening[], RfqFailure> => {
  const failure =
    (statusAt(state, now) === 'OPEN'
      ? refusal('NOT_ALLOWED_NOW', 'quoteRequestId', `${command.type}: the request is OPEN`, 'a request that has ended')
      : undefined) ??
    priceFailure('price', command.price, state.terms, undefined) ??
    (command.type === 'MARKOUT' ? horizonFailure(state, command.horizonMs, now) : coverFailure(state, command.price));
  if (failure !== undefined) return err(failure);
  return command.type === 'COVER'
    ? ok([{ type: 'COVER_REPORTED', price: command.price }])
    : ok([{ type: 'MARKOUT_RECORDED', horizonMs: command.horizonMs, price: command.price }]);
};

/** A cover is what the client did not trade at: no better than the best of what was filled. */
const coverFailure = ({ dealers, tradedSide }: RfqState, price: number): RfqFailure | undefined => {
  const filled = [...dealers.values()].flatMap(({ fills }) => fills.map((fill) => fill.price));
  if (tradedSide === undefined || filled.length === 0) return undefined;
  const best = tradedSide === 'BUY' ? Math.min(...filled) : Math.max(...filled);
  if (tradedSide === 'BUY' ? price >= best : price <= best) return undefined;
  const allowed = `${tradedSide === 'BUY' ? 'from' : 'up to'} ${best}, the best price filled`;
  return refusal(
    'INVALID_PRICE',
    'price',
    `a client who would ${tradedSide} takes ${price} rather than ${best}`,
    allowed,
  );
};

const horizonFailure = (
  { terms, endedAt = terms.expiresAt, markouts }: RfqState,
  horizonMs: number,
  now: Instant,
): RfqFailure | undefined => {
  if (!Number.isInteger(horizonMs) || horizonMs < 1 || horizonMs > MARKOUT_MS_MAX) {
    const allowed = `whole milliseconds from 1 to ${MARKOUT_MS_MAX}`;
    return refusal('INVALID_HORIZON', 'horizonMs', `the horizon is ${horizonMs} ms`, allowed);
  }
  const dueAt = endedAt + BigInt(horizonMs) * NS_PER_MS;
  if (dueAt > now) {
    const message = `the markout at ${horizonMs} ms is of ${formatInstant(dueAt)}, which has not come yet`;
    return refusal('INVALID_HORIZON', 'horizonMs', message, `recorded from ${formatInstant(dueAt)} on`);
  }
  if (markouts.some((earlier) => earlier.horizonMs === horizonMs)) {
    return refusal('DUPLICATE_ID', 'horizonMs', `the markout at ${horizonMs} ms is recorded`, 'each horizon once');
  }
  const sent = markouts.filter(({ marketAt }) => marketAt === undefined).length;
  return sent < MARKOUTS_MAX
    ? undefined
    : refusal('LIMIT_REACHED', 'horizonMs', `${sent} markouts were sent`, `at most ${MARKOUTS_MAX}`);
};

/** What is not due yet waits. Throws where a mid is of a later market than its markout: that would be look-ahead. */
const marked = (state: RfqState, { marks }: MarkCommand, now: Instant): readonly RfqHappening[] => {
  const due = owedMarkouts(state).filter(({ at }) => at <= now);
  return due.flatMap(({ horizonMs, at }): readonly RfqHappening[] => {
    const mark = marks.find((one) => one.horizonMs === horizonMs);
    if (mark === undefined) return [];
    if (!('price' in mark)) return [{ type: 'MARKOUT_MISSED', ...mark }];
    if (mark.marketAt > at) throw new Error(`the markout at ${horizonMs} ms is of a market after it`);
    return [{ type: 'MARKOUT_RECORDED', ...mark }];
  });
};

/** The end by time, once nothing is left that dealers must settle. */
const expiry = (state: RfqState, unsettledLots: number, now: Instant): readonly RfqHappening[] =>
  state.status === 'OPEN' && unsettledLots === 0 && now >= state.terms.expiresAt
    ? [{ type: 'REQUEST_ENDED', status: 'EXPIRED' }]
    : [];
