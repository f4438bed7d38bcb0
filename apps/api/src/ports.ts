import { type Computations } from '#application/computations';
import {
  type AnalysisStore,
  type ApiKeys,
  type DealerHedges,
  type DealerProfiles,
  type DecisionLog,
  type DeskEvents,
  type DeskSettingsStore,
  type FeatureHistory,
  type FeatureSetRegistry,
  type ForecastBatchStore,
  type Identifiers,
  type ImpactModel,
  type InstrumentStates,
  type InThreads,
  type LearnedModelsStore,
  type MarketState,
  type ModelLibrary,
  type ModelRegistry,
  type NamedModels,
  type PlanFillStore,
  type QuoteBook,
  type QuoteOutcomeStore,
  type QuoteRequestStore,
  type QuotingModels,
  type SimulationRunStore,
  type WallClock,
} from '#application/ports';
import { type DeskHistories } from '#application/request-history';

/** Everything the api needs from outside; tests and benchmarks give twins where `main` gives PostgreSQL and the feed. */
export interface ApiPorts {
  readonly apiKeys: ApiKeys;
  readonly desks: DeskSettingsStore;
  readonly dealerProfiles: DealerProfiles;
  /** What became of the desks' own requests for quote. */
  readonly deskHistories: DeskHistories;
  readonly market: MarketState & InstrumentStates;
  readonly featureSets: FeatureSetRegistry;
  readonly featureHistory: FeatureHistory;
  readonly model: ImpactModel;
  /** The same for requests that nobody means, a replay's: no shadow hears of them and no metric counts them. */
  readonly rehearsal: ImpactModel;
  readonly namedModels: NamedModels;
  /** Versions of trained models, and their files. */
  readonly models: ModelRegistry;
  readonly modelLibrary: ModelLibrary;
  readonly decisions: DecisionLog;
  /** What was filled of plans. */
  readonly planFills: PlanFillStore;
  readonly forecastBatches: ForecastBatchStore;
  readonly simulationRuns: SimulationRunStore;
  readonly analyses: AnalysisStore;
  readonly quoteRequests: QuoteRequestStore;
  /** Quotes of dealers that are live, what they hold, their limits and kill switches. */
  readonly quoteBook: QuoteBook;
  readonly clock: WallClock;
  /** What would hold up this process. */
  readonly computing: InThreads<Computations>;
  /** What became of desks' quotes. */
  readonly outcomes: QuoteOutcomeStore;
  /** What desks learned of their clients. */
  readonly learned: LearnedModelsStore;
  /** What is learned of the clients of a dealer. */
  readonly quotingModels: QuotingModels;
  /** Where simulated dealers hedge. */
  readonly hedges: DealerHedges;
  readonly events: DeskEvents;
  readonly identifiers: Identifiers;
}

/** Injection token of ApiPorts. */
export const PORTS = Symbol('ApiPorts');
