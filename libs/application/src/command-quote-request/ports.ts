import { type Identifiers, type InstrumentStates, type MarketState } from '#application/ports';
import { type QuoteRequests } from '#application/quote-requests';

export interface CommandPorts {
  readonly market: MarketState & InstrumentStates;
  readonly requests: QuoteRequests;
  readonly identifiers: Identifiers;
}
