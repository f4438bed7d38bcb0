import { ok, type Instant, type Result } from '#domain/core';
import { openLots, type InvalidQuantity, type RfqCommand, type RfqState } from '#domain/rfq';
import { type MarketFailure } from '#application/decidable-market';
import { type MarketState } from '#application/ports';
import { carryOut, type CommandOutcome } from './carry-out.js';
import { type QuoteRequestOutcome, type RecordOutcomeCommand } from './command.js';
import { type CommandPorts } from './ports.js';
import { lotsOr } from './stated-lots.js';

type FillFailure = MarketFailure | InvalidQuantity;

/** Records what became of a request: fills and rejections of what was hit or lifted, how it ended, and what came after. */
export const recordOutcome = (
  ports: CommandPorts,
  deskId: string,
  command: RecordOutcomeCommand,
): Promise<CommandOutcome<FillFailure>> => {
  const { fill, reject, doneAway, cover, markout } = command.outcome;
  const carry = (
    name: keyof QuoteRequestOutcome,
    stated: (state: RfqState, at: Instant) => Result<RfqCommand, FillFailure>,
  ): Promise<CommandOutcome<FillFailure>> => carryOut(ports, deskId, 'outcome', command, `outcome.${name}`, stated);
  if (fill !== undefined) return carry('fill', (state, at) => filling(ports.market, state, at, fill));
  if (reject !== undefined) return carry('reject', (_, at) => ok({ type: 'REJECT', at, ...reject }));
  if (cover !== undefined) return carry('cover', (_, at) => ok({ type: 'COVER', at, ...cover }));
  if (markout !== undefined) return carry('markout', (_, at) => ok({ type: 'MARKOUT', at, ...markout }));
  return carry('doneAway', (_, at) => ok({ type: 'DONE_AWAY', at, ...doneAway }));
};

const filling = (
  market: MarketState,
  state: RfqState,
  at: Instant,
  filled: NonNullable<QuoteRequestOutcome['fill']>,
): Result<RfqCommand, FillFailure> => {
  const { dealer, quoteId, execId } = filled;
  const unsettled = state.dealers.get(dealer)?.taking?.unsettledLots ?? openLots(state);
  const lots = lotsOr(market, state, filled, unsettled);
  return lots.ok ? ok({ type: 'FILL', at, dealer, quoteId, execId, lots: lots.value }) : lots;
};
