export type {
  DeclineQuoteRequestCommand,
  OpenQuoteRequestCommand,
  QuoteRequestOutcome,
  QuoteResponse,
  RecordOutcomeCommand,
  RequestQuantityUnit,
  RespondCommand,
  StatedSide,
  SubmitQuoteCommand,
  WithdrawQuoteCommand,
} from './command.js';
export { ObservedMids } from './observed-mids.js';
export { openQuoteRequest } from './open-quote-request.js';
export { type CommandPorts, type OpeningPorts } from './ports.js';
export { recordDue, type RecordDuePorts } from './record-due.js';
export { recordOutcome } from './record-outcome.js';
export { respond } from './respond.js';
export { submitQuote } from './submit-quote.js';
export { declineQuoteRequest, withdrawQuote } from './withdraw-quote.js';
