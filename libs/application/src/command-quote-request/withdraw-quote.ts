import { ok } from '#domain/core';
import { carryOut, type CommandOutcome } from './carry-out.js';
import { type DeclineQuoteRequestCommand, type WithdrawQuoteCommand } from './command.js';
import { type CommandPorts } from './ports.js';

/** A dealer takes his quote back. */
export const withdrawQuote = (
  ports: CommandPorts,
  deskId: string,
  command: WithdrawQuoteCommand,
): Promise<CommandOutcome> => {
  const { dealer, quoteId } = command;
  return carryOut(ports, deskId, 'withdraw', command, '', (_, at) => ok({ type: 'WITHDRAW', at, dealer, quoteId }));
};

/** A dealer will not quote. */
export const declineQuoteRequest = (
  ports: CommandPorts,
  deskId: string,
  command: DeclineQuoteRequestCommand,
): Promise<CommandOutcome> => {
  const { dealer } = command;
  return carryOut(ports, deskId, 'decline', command, '', (_, at) => ok({ type: 'DECLINE', at, dealer }));
};
