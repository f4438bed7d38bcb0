import { err, ok, type Instant, type Result } from '#domain/core';
import { type InvalidQuantity, type QuotedSide, type RfqState } from '#domain/rfq';
import { type InvalidValidity } from '#application/evaluate-quotes';
import { type MarketFailure } from '#application/decidable-market';
import { type MarketState } from '#application/ports';
import { type StatedSide, type SubmitQuoteCommand } from './command.js';
import { carryOut, type CommandOutcome } from './carry-out.js';
import { type CommandPorts } from './ports.js';
import { bandOf } from './price-band.js';
import { statedLots } from './stated-lots.js';

type SubmitFailure = MarketFailure | InvalidQuantity | InvalidValidity;

/** A dealer quotes, or replaces his quote. */
export const submitQuote = (
  ports: CommandPorts,
  deskId: string,
  command: SubmitQuoteCommand,
): Promise<CommandOutcome<SubmitFailure>> =>
  carryOut<SubmitFailure>(ports, deskId, 'quote', command, '', (state, at) => {
    const bid = quotedSide(ports.market, state, command, 'bid');
    if (!bid.ok) return bid;
    const offer = quotedSide(ports.market, state, command, 'offer');
    if (!offer.ok) return offer;
    const validUntil = validityOf(command, at);
    if (!validUntil.ok) return validUntil;
    const { dealer, quoteId, allOrNone, lastLookMs, sentAt } = command;
    return ok({
      type: 'QUOTE',
      at,
      dealer,
      quote: { quoteId, ...bid.value, ...offer.value, allOrNone, validUntil: validUntil.value, lastLookMs },
      ...(sentAt !== undefined && { sentAt }),
      ...bandOf(ports.market, state.terms.legs),
    });
  });

const quotedSide = (
  market: MarketState,
  { terms }: RfqState,
  command: SubmitQuoteCommand,
  name: 'bid' | 'offer',
): Result<Partial<Record<'bid' | 'offer', QuotedSide>>, MarketFailure | InvalidQuantity> => {
  const stated: StatedSide | undefined = command[name];
  if (stated === undefined) return ok({});
  const { price, quantity } = stated;
  if (quantity === undefined) return ok({ [name]: { price, lots: terms.lots } });
  const { quantityUnit } = command;
  const fields = { quantity: `${name}.quantity`, market: 'quantityUnit' };
  const lots = statedLots(market, terms.legs, { quantity, quantityUnit }, fields);
  return lots.ok ? ok({ [name]: { price, lots: lots.value } }) : lots;
};

const validityOf = ({ validUntil, validForMs }: SubmitQuoteCommand, at: Instant): Result<Instant, InvalidValidity> => {
  if (validUntil !== undefined && validForMs === undefined) return ok(validUntil);
  if (validForMs !== undefined && validUntil === undefined) return ok(at + BigInt(Math.round(validForMs * 1e6)));
  return err({
    code: 'INVALID_VALIDITY',
    field: 'validUntil',
    message: 'the quote must say until when it is valid, in one way',
    allowed: 'either validUntil (an instant of the session) or validForMs',
  });
};
