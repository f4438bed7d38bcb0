import {
  type ApiKeys,
  type DecisionLog,
  type DeskEvents,
  type DeskSettingsStore,
  type Identifiers,
  type ImpactModel,
  type MarketState,
  type ScenarioStore,
} from '#application/ports';

/** Everything the api needs from outside; tests and benchmarks give twins where `main` gives PostgreSQL and the feed. */
export interface ApiPorts {
  readonly apiKeys: ApiKeys;
  readonly desks: DeskSettingsStore;
  readonly market: MarketState;
  readonly model: ImpactModel;
  readonly decisions: DecisionLog;
  readonly scenarios: ScenarioStore;
  readonly events: DeskEvents;
  readonly identifiers: Identifiers;
}

/** Injection token of ApiPorts. */
export const PORTS = Symbol('ApiPorts');
