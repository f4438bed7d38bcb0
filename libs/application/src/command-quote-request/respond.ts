import { ok, type Instant, type Result } from '#domain/core';
import { openLots, sideFor, type InvalidQuantity, type RfqCommand, type RfqState } from '#domain/rfq';
import { type MarketFailure } from '#application/decidable-market';
import { type MarketState } from '#application/ports';
import { carryOut, type CommandOutcome } from './carry-out.js';
import { type QuoteResponse, type RespondCommand } from './command.js';
import { type CommandPorts } from './ports.js';
import { bandOf } from './price-band.js';
import { lotsOr } from './stated-lots.js';

type StateFailure = MarketFailure | InvalidQuantity;

/** The client answers: he hits, lifts or counters a quote, or passes. */
export const respond = (
  ports: CommandPorts,
  deskId: string,
  command: RespondCommand,
): Promise<CommandOutcome<StateFailure>> => {
  const { hit, lift, counter, pass } = command.response;
  const carry = (
    name: keyof QuoteResponse,
    stated: (state: RfqState, at: Instant) => Result<RfqCommand, StateFailure>,
  ): Promise<CommandOutcome<StateFailure>> => carryOut(ports, deskId, 'respond', command, `response.${name}`, stated);
  const { market } = ports;
  if (hit !== undefined) return carry('hit', (state, at) => taking(market, state, at, 'HIT', hit));
  if (lift !== undefined) return carry('lift', (state, at) => taking(market, state, at, 'LIFT', lift));
  if (counter !== undefined) return carry('counter', (state, at) => countering(market, state, at, counter));
  return carry('pass', (_, at) => ok({ type: 'PASS', at, ...pass }));
};

const taking = (
  market: MarketState,
  state: RfqState,
  at: Instant,
  type: 'HIT' | 'LIFT',
  taken: NonNullable<QuoteResponse['hit']>,
): Result<RfqCommand, StateFailure> => {
  const { dealer, quoteId } = taken;
  const quote = state.dealers.get(dealer)?.quote;
  const quoted = quote && sideFor(quote, type === 'LIFT' ? 'BUY' : 'SELL');
  const open = openLots(state);
  const lots = lotsOr(market, state, taken, Math.min(quoted?.lots ?? open, open));
  return lots.ok ? ok({ type, at, dealer, quoteId, lots: lots.value }) : lots;
};

const countering = (
  market: MarketState,
  state: RfqState,
  at: Instant,
  countered: NonNullable<QuoteResponse['counter']>,
): Result<RfqCommand, StateFailure> => {
  const { dealer, quoteId, side, price } = countered;
  const lots = lotsOr(market, state, countered, openLots(state));
  return lots.ok
    ? ok({ type: 'COUNTER', at, dealer, quoteId, side, price, lots: lots.value, ...bandOf(market, state.terms.legs) })
    : lots;
};
