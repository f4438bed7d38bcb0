import { err, ok, type Result } from '#domain/core';
import { type ImpossibleReturns } from '#domain/portfolio';
import {
  unlessBusy,
  type AnalysisRecord,
  type InstrumentStates,
  type MarketState,
  type TooManyWaiting,
} from '#application/ports';
import { type IdempotencyConflict } from '#application/record-decision';
import { requestAnalysis, type RequestAnalysisPorts, type TooManyRows } from '#application/request-analysis';
import {
  portfolioInputs,
  type PortfolioCommand,
  type PortfolioFailure,
  type PortfolioInputs,
} from './portfolio-inputs.js';
import { statedReturns, type PortfolioComputing } from './portfolio-part.js';

export {
  FACTOR_RANGE,
  PORTFOLIO_LIMITS,
  type PortfolioCommand,
  type PortfolioScenario,
  type ReturnsCommand,
} from './portfolio-inputs.js';
export { portfolioMethod } from './portfolio-method.js';
export { PORTFOLIO_COMPUTATIONS, type AnalysedBlock, type PartFailure } from './portfolio-part.js';
export { portfolioOf, type PaceView, type PortfolioView, type ScenarioView, type WholeView } from './portfolio-view.js';

/** A portfolio, as a client sends it. */
export interface AnalysePortfolioCommand extends PortfolioCommand {
  readonly idempotencyKey: string;
}

export interface AnalysePortfolioPorts extends RequestAnalysisPorts {
  readonly market: MarketState & InstrumentStates;
  readonly computing: Pick<PortfolioComputing, 'jointReturns'>;
}

export type AnalysePortfolioFailure = PortfolioFailure | TooManyRows | TooManyWaiting | IdempotencyConflict;

/**
 * Stores what blocks cost that are traded together, in the market of this moment, to be computed by workers: one row as things are, one
 * per scenario, one per urgency. Impossible returns are refused here.
 */
export const analysePortfolio = (
  ports: AnalysePortfolioPorts,
  deskId: string,
  command: AnalysePortfolioCommand,
): Promise<Result<AnalysisRecord, AnalysePortfolioFailure>> => {
  const { idempotencyKey, ...portfolio } = command;
  return requestAnalysis(ports, deskId, {
    kind: 'PORTFOLIO',
    idempotencyKey,
    command,
    rows: 1 + portfolio.scenarios.length + portfolio.horizonFactors.length,
    rowsPerPart: 1,
    inputs: async (): Promise<Result<PortfolioInputs, PortfolioFailure | TooManyWaiting>> => {
      const inputs = portfolioInputs(ports.market, portfolio);
      return inputs.ok ? possible(ports, inputs.value) : inputs;
    },
  });
};

const possible = async (
  { computing }: Pick<AnalysePortfolioPorts, 'computing'>,
  inputs: PortfolioInputs,
): Promise<Result<PortfolioInputs, ImpossibleReturns | TooManyWaiting>> => {
  const returns = await unlessBusy(computing.jointReturns(...statedReturns(inputs)));
  if (!returns.ok) return returns;
  return returns.value.ok ? ok(inputs) : err(returns.value.error);
};
