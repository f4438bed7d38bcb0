import { portfolioFrontier, type JudgedPace, type WholeCost } from '#domain/portfolio';
import { analysisRowsOf } from '#application/compute-analysis';
import { costView, type CostView } from '#application/forecast-impact';
import { type AnalysisRecord, type AnalysisStore } from '#application/ports';
import { type PortfolioScenario } from './portfolio-inputs.js';
import { type PortfolioRow } from './portfolio-method.js';
import { type AnalysedBlock, type PartAnswer, type PartFailure } from './portfolio-part.js';

/** A whole as it is shown; in bps of its value. */
export interface WholeView extends Omit<WholeCost, 'cost' | 'valueAtRiskBps' | 'expectedShortfallBps'> {
  readonly cost: CostView;
}

export interface ScenarioView {
  readonly scenario: PortfolioScenario;
  readonly whole: WholeView;
}

export interface PaceView extends Omit<JudgedPace, 'whole'> {
  readonly whole: WholeView;
}

/** What of an analysis is there. */
export interface PortfolioView {
  /** As things are; absent until it is computed. */
  readonly whole?: WholeView;
  readonly isRepaired?: boolean;
  readonly blocks: readonly AnalysedBlock[];
  readonly hedges: Base['pairs']['hedges'];
  readonly crossImpacts: Base['pairs']['crossImpacts'];
  readonly scenarios: readonly ScenarioView[];
  /** By the factors as they were stated. */
  readonly frontier: readonly PaceView[];
  /** Why parts have no answer. */
  readonly failures: readonly PartFailure[];
}

type Base = Extract<PartAnswer, { readonly kind: 'BASE' }>;

/** What is there without a gap of an analysis of kind PORTFOLIO. */
export const portfolioOf = async (store: AnalysisStore, analysis: AnalysisRecord): Promise<PortfolioView> =>
  portfolioView(await analysisRowsOf<PortfolioRow>(store, analysis, 0, analysis.rows));

const portfolioView = (rows: readonly PortfolioRow[]): PortfolioView => {
  const answers = rows.filter((row): row is PartAnswer => 'kind' in row);
  const base = answers.find((answer) => answer.kind === 'BASE');
  const paces = answers.filter((answer) => answer.kind === 'PACE');
  return {
    ...(base && { whole: wholeView(base.whole), isRepaired: base.isRepaired }),
    blocks: base?.blocks ?? [],
    hedges: base?.pairs.hedges ?? [],
    crossImpacts: base?.pairs.crossImpacts ?? [],
    scenarios: answers
      .filter((answer) => answer.kind === 'SCENARIO')
      .map(({ scenario, whole }) => ({ scenario, whole: wholeView(whole) })),
    frontier: portfolioFrontier(paces).map((pace) => ({ ...pace, whole: wholeView(pace.whole) })),
    failures: rows.filter((row): row is PartFailure => !('kind' in row)),
  };
};

const wholeView = ({ cost, valueAtRiskBps: _, expectedShortfallBps: __, ...whole }: WholeCost): WholeView => ({
  ...whole,
  cost: costView(cost),
});
