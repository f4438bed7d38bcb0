import { err, ok, sideSign, type Instant, type Result, type Side } from '#domain/core';
import { type ClientCommand, type CounterCommand, type PassCommand, type TakeCommand } from './command.js';
import { sideFor, type QuotedSide, type RfqQuote } from './dealer-quote.js';
import { type RfqHappening } from './event.js';
import { refusal, type RfqFailure } from './failure.js';
import { closedFailure, otherQuoteFailure, threadFor } from './guards.js';
import { priceFailure } from './price-band.js';
import { bestOtherPrice, openLots, type RfqState } from './state.js';
import { lotsFailure } from './terms.js';
import { type DealerMove } from './transitions.js';

export const decideClient = (
  state: RfqState,
  command: ClientCommand,
  now: Instant,
): Result<readonly RfqHappening[], RfqFailure> => {
  const closed = closedFailure(state, now);
  if (closed !== undefined) return err(closed);
  switch (command.type) {
    case 'HIT':
    case 'LIFT':
      return take(state, command, now);
    case 'COUNTER':
      return counter(state, command, now);
    case 'PASS':
      return pass(state, command);
  }
};

const take = (
  state: RfqState,
  { type, dealer, quoteId, lots }: TakeCommand,
  now: Instant,
): Result<readonly RfqHappening[], RfqFailure> => {
  const side = type === 'LIFT' ? 'BUY' : 'SELL';
  const target = quotedFor(state, { dealer, quoteId, side, move: 'TAKE', field: 'type' }, now);
  if (!target.ok) return target;
  const { quote, quoted } = target.value;
  const failure = wholeFailure(state, quote, quoted, lots) ?? takeableFailure(state, quoted, lots);
  if (failure !== undefined) return err(failure);
  const coverPrice = bestOtherPrice(state, side, now, dealer);
  return ok([{ type: 'QUOTE_TAKEN', dealer, side, lots, ...(coverPrice === undefined ? {} : { coverPrice }) }]);
};

const counter = (
  state: RfqState,
  { dealer, quoteId, side, price, lots, band }: CounterCommand,
  now: Instant,
): Result<readonly RfqHappening[], RfqFailure> => {
  const target = quotedFor(state, { dealer, quoteId, side, move: 'COUNTER', field: 'side' }, now);
  if (!target.ok) return target;
  const failure =
    priceFailure('price', price, state.terms, band) ??
    betterFailure(side, price, target.value.quoted.price) ??
    (state.terms.allOrNone && lots !== state.terms.lots
      ? refusal('ALL_OR_NONE', 'lots', 'the request is for all or nothing', `${state.terms.lots} lots`)
      : undefined) ??
    openFailure(state) ??
    lotsFailure('lots', lots, openLots(state));
  return failure === undefined ? ok([{ type: 'QUOTE_COUNTERED', dealer, side, price, lots }]) : err(failure);
};

const pass = (state: RfqState, { dealer }: PassCommand): Result<readonly RfqHappening[], RfqFailure> => {
  if (dealer !== undefined) {
    const thread = threadFor(state, dealer, 'PASS');
    return thread.ok ? ok([{ type: 'DEALER_PASSED', dealer }]) : thread;
  }
  const failure = unsettledFailure(state);
  return failure === undefined ? ok([{ type: 'REQUEST_ENDED', status: 'PASSED' }]) : err(failure);
};

/** Refuses to end a request of which dealers still hold lots that were hit or lifted. */
export const unsettledFailure = ({ unsettledLots }: RfqState): RfqFailure | undefined =>
  unsettledLots === 0
    ? undefined
    : refusal(
        'NOT_ALLOWED_NOW',
        'quoteRequestId',
        `${unsettledLots} lots are neither filled nor rejected`,
        'first the FILL or REJECT of what was hit or lifted',
      );

interface Target {
  readonly dealer: string;
  readonly quoteId: string;
  readonly side: Side;
  readonly move: DealerMove;
  /** Where the command says the side. */
  readonly field: string;
}

/** The live price that a client on a side answers to. */
const quotedFor = (
  state: RfqState,
  { dealer, quoteId, side, move, field }: Target,
  now: Instant,
): Result<{ readonly quote: RfqQuote; readonly quoted: QuotedSide }, RfqFailure> => {
  const thread = threadFor(state, dealer, move);
  if (!thread.ok) return thread;
  const other = otherQuoteFailure(thread.value, quoteId) ?? sideFailure(state, side, field);
  if (other !== undefined) return err(other);
  const { quote } = thread.value;
  const quoted = quote && sideFor(quote, side);
  if (quote === undefined || quoted === undefined) {
    const [missing, wanted] = side === 'BUY' ? ['offer', 'an offer'] : ['bid', 'a bid'];
    return err(refusal('WRONG_SIDE', field, `quote ${quoteId} has no ${missing}`, `a quote with ${wanted}`));
  }
  return quote.validUntil > now
    ? ok({ quote, quoted })
    : err(refusal('QUOTE_NOT_LIVE', 'quoteId', `quote ${quoteId} has expired`, 'a quote that is valid'));
};

const sideFailure = ({ terms, tradedSide }: RfqState, side: Side, field: string): RfqFailure | undefined => {
  const only = tradedSide ?? (terms.side === 'TWO_SIDED' ? side : terms.side);
  return only === side
    ? undefined
    : refusal('WRONG_SIDE', field, `the client does not ${side} here`, only === 'BUY' ? 'BUY: LIFT' : 'SELL: HIT');
};

const wholeFailure = (
  { terms }: RfqState,
  { allOrNone }: RfqQuote,
  quoted: QuotedSide,
  lots: number,
): RfqFailure | undefined =>
  (terms.allOrNone || allOrNone) && lots !== quoted.lots
    ? refusal('ALL_OR_NONE', 'lots', 'the quote is taken whole or not at all', `${quoted.lots} lots`)
    : undefined;

const takeableFailure = (state: RfqState, { lots: quotedLots }: QuotedSide, lots: number): RfqFailure | undefined =>
  openFailure(state) ?? lotsFailure('lots', lots, Math.min(quotedLots, openLots(state)));

const openFailure = (state: RfqState): RfqFailure | undefined =>
  openLots(state) > 0
    ? undefined
    : refusal('NOT_ALLOWED_NOW', 'lots', 'all lots are hit or lifted already', 'to wait for a REJECT');

const betterFailure = (side: Side, price: number, quotedPrice: number): RfqFailure | undefined =>
  sideSign(side) * (quotedPrice - price) > 0
    ? undefined
    : refusal(
        'INVALID_PRICE',
        'price',
        `a counter at ${price} is no better than the quote`,
        `${side === 'BUY' ? 'below' : 'above'} ${quotedPrice}`,
      );
