import { err, NS_PER_SECOND, ok, type Instant, type Result } from '#domain/core';
import { type DealerCommand, type QuoteCommand } from './command.js';
import { quoteFailure } from './dealer-quote.js';
import { type RfqHappening } from './event.js';
import { refusal, type RfqFailure } from './failure.js';
import { closedFailure, otherQuoteFailure, threadFor } from './guards.js';
import { type DealerThread, type RfqState } from './state.js';

/** Quotes of one dealer on one request, with all that replaced another: what bounds a request, and what each costs. */
export const QUOTES_PER_DEALER_MAX = 100;

/** Clocks of counterparties differ; one that is further ahead is wrong. */
const CLOCK_TOLERANCE = NS_PER_SECOND;

export const decideDealer = (
  state: RfqState,
  command: DealerCommand,
  now: Instant,
): Result<readonly RfqHappening[], RfqFailure> => {
  const closed = closedFailure(state, now);
  if (closed !== undefined) return err(closed);
  const thread = threadFor(state, command.dealer, command.type);
  if (!thread.ok) return thread;
  const { dealer } = command;
  switch (command.type) {
    case 'QUOTE': {
      const failure = newQuoteFailure(state, thread.value, command, now);
      return failure === undefined ? ok([{ type: 'QUOTED', dealer, quote: command.quote }]) : err(failure);
    }
    case 'WITHDRAW': {
      const failure = otherQuoteFailure(thread.value, command.quoteId);
      return failure === undefined ? ok([{ type: 'QUOTE_CANCELLED', dealer }]) : err(failure);
    }
    case 'DECLINE':
      return ok([{ type: 'REQUEST_DECLINED', dealer }]);
  }
};

const newQuoteFailure = (
  state: RfqState,
  { quoteIds }: DealerThread,
  { dealer, quote, sentAt, band }: QuoteCommand,
  now: Instant,
): RfqFailure | undefined => {
  if (quoteIds.length >= QUOTES_PER_DEALER_MAX) {
    const allowed = `at most ${QUOTES_PER_DEALER_MAX} quotes of a dealer`;
    return refusal('LIMIT_REACHED', 'dealer', `${dealer} has quoted ${quoteIds.length} times`, allowed);
  }
  if (quoteIds.includes(quote.quoteId)) {
    return refusal(
      'DUPLICATE_ID',
      'quoteId',
      `${dealer} has used quoteId ${quote.quoteId}`,
      'an id of its own per quote',
    );
  }
  return sendingTimeFailure(state, sentAt, now) ?? quoteFailure(quote, state.terms, now, band);
};

const sendingTimeFailure = (
  { openedAt }: RfqState,
  sentAt: Instant | undefined,
  now: Instant,
): RfqFailure | undefined => {
  if (sentAt === undefined || (sentAt >= openedAt - CLOCK_TOLERANCE && sentAt <= now + CLOCK_TOLERANCE))
    return undefined;
  const message = sentAt > now ? 'the quote was sent in the future' : 'the quote was sent before it was asked for';
  return refusal('INVALID_SENDING_TIME', 'sentAt', message, 'a session time since the request was opened');
};
