import { type Identifiers, type ImpactModel, type InstrumentStates, type MarketState } from '#application/ports';
import { type QuoteRequests } from '#application/quote-requests';

export interface CommandPorts {
  readonly market: MarketState & InstrumentStates;
  readonly requests: QuoteRequests;
  readonly identifiers: Identifiers;
}

/** What a block is worth is forecast when it is asked for. */
export interface OpeningPorts extends CommandPorts {
  readonly model: ImpactModel;
}
