import {
  type ApiKeys,
  type DecisionLog,
  type DeskEvents,
  type DeskSettingsStore,
  type FeatureHistory,
  type FeatureSetRegistry,
  type Identifiers,
  type ImpactModel,
  type InstrumentStates,
  type MarketState,
  type ScenarioStore,
} from '#application/ports';

/** Everything the api needs from outside; tests and benchmarks give twins where `main` gives PostgreSQL and the feed. */
export interface ApiPorts {
  readonly apiKeys: ApiKeys;
  readonly desks: DeskSettingsStore;
  readonly market: MarketState & InstrumentStates;
  readonly featureSets: FeatureSetRegistry;
  readonly featureHistory: FeatureHistory;
  readonly model: ImpactModel;
  readonly decisions: DecisionLog;
  readonly scenarios: ScenarioStore;
  readonly events: DeskEvents;
  readonly identifiers: Identifiers;
}

/** Injection token of ApiPorts. */
export const PORTS = Symbol('ApiPorts');
