import { type ExampleMarket } from '../example-market.js';
import { type Role } from '../keys.js';

/** An operation that the page offers ready to run. */
export interface Example {
  /** Name of the operation, which is the tab's title. */
  readonly name: string;
  /** Whose key it carries. */
  readonly role: Role;
  readonly query: string;
  /** Of the operation, for the market of this moment. `newKey` makes idempotency keys. */
  variables(market: ExampleMarket, newKey: () => string): object;
  /** For an operation on something by its id: where an earlier answer holds that id. */
  readonly idFrom?: IdField;
  /** For a subscription that waits for one: the example whose run causes an event. */
  readonly causedBy?: Example;
}

/** Of an analysis by what is analysed: the examples name its `analysisId` so. */
export type IdField =
  'decisionId' | 'scenariosId' | 'portfolioId' | 'splitsId' | 'batchId' | 'runId' | 'quoteRequestId';

/** Stands for an id until there is one; the api answers that it does not know it. */
export const NO_ID = '00000000-0000-7000-8000-000000000000';
