import { type Reservation } from '#domain/rfq';
import { type DealerQuoting } from './dealer-parameters.js';
import { parametricEngine } from './parametric-quoting.js';
import { type QuotingEngine } from './quoting-engine.js';
import { strategicEngine } from './strategic-quoting.js';

/** The engine behind a dealer's parameters; `reservations` are those of the client tiers, by index. */
export const dealerEngine = (quoting: DealerQuoting, reservations: readonly Reservation[]): QuotingEngine => {
  switch (quoting.kind) {
    case 'PARAMETRIC':
      return parametricEngine(quoting);
    case 'STRATEGIC':
      return strategicEngine(quoting, reservations);
    case 'ENGINE':
      return quoting.engine;
  }
};
