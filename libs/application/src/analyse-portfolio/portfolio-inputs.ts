import { err, ok, type Failure, type Result } from '#domain/core';
import { type MarketShock } from '#domain/impact';
import { midPrice } from '#domain/market-data';
import { type ImpossibleReturns, type StatedReturns } from '#domain/portfolio';
import { HORIZON_SECONDS, type InvalidHorizon } from '#application/forecast-impact';
import { type InstrumentStates, type MarketState } from '#application/ports';
import {
  placedOrder,
  type ForecastOrder,
  type InstrumentMoment,
  type OrderCommand,
  type OrderFailure,
} from '#application/request-forecast-batch';

/** Of one analysis at most. */
export const PORTFOLIO_LIMITS = { blocks: 1_000, scenarios: 50, horizonFactors: 10 } as const;

/** Bounds of each factor of a scenario, and of a pace. */
export const FACTOR_RANGE = { least: 0.01, most: 100 } as const;

/** A market that is to be thought through. */
export interface PortfolioScenario extends MarketShock {
  /** Unique among the scenarios. */
  readonly name: string;
  /** Within [-1, 1]: correlations move by this share of their distance to 1, or to 0 where it is negative. */
  readonly correlationShift: number;
}

/** How returns go together, as a client states it; the rows are the instruments of the blocks, in the order in which they first come. */
export interface ReturnsCommand extends Omit<StatedReturns, 'instrumentIds'> {
  /** Another order of the same instruments. */
  readonly instrumentIds?: readonly string[];
}

/** Blocks that are traded together, from now on. */
export interface PortfolioCommand {
  readonly blocks: readonly OrderCommand[];
  readonly returns: ReturnsCommand;
  readonly scenarios: readonly PortfolioScenario[];
  /** Urgencies: every horizon times each of these. */
  readonly horizonFactors: readonly number[];
}

/** Everything that an analysis is computed from: plain data, with the markets of its moment. */
export interface PortfolioInputs {
  /** One per instrument, in the order of the returns. */
  readonly moments: readonly InstrumentMoment[];
  readonly blocks: readonly ForecastOrder[];
  readonly returns: StatedReturns;
  readonly scenarios: readonly PortfolioScenario[];
  readonly horizonFactors: readonly number[];
}

export type InvalidPortfolio = Failure<'INVALID_PORTFOLIO'>;
export type PortfolioFailure = OrderFailure | InvalidHorizon | ImpossibleReturns | InvalidPortfolio;

/** The portfolio in the markets of this moment. Of a portfolio nothing is left out: the first block that cannot be forecast refuses all. */
export const portfolioInputs = (
  state: MarketState & InstrumentStates,
  { blocks: stated, returns, scenarios, horizonFactors }: PortfolioCommand,
): Result<PortfolioInputs, PortfolioFailure> => {
  const fault = sizeFault(stated, scenarios, horizonFactors);
  if (fault !== undefined) return err(fault);
  const moments = new Map<string, InstrumentMoment>();
  const blocks: ForecastOrder[] = [];
  for (const [i, command] of stated.entries()) {
    const placed = placedOrder(state, command, `blocks.${i}.`);
    if (!placed.ok) return placed;
    const { block, ...asked } = placed.value;
    const first = moments.get(asked.instrumentId) ?? { market: block.market, features: block.features };
    const misfit = valueFault(first, moments.values().next().value ?? first, i) ?? paceFault(asked, horizonFactors, i);
    if (misfit !== undefined) return err(misfit);
    moments.set(asked.instrumentId, first);
    blocks.push(asked);
  }
  const instrumentIds = returns.instrumentIds ?? [...moments.keys()];
  const stranger = instrumentIds.findIndex((id) => !moments.has(id));
  if (stranger >= 0) {
    const allowed = `an instrument of the blocks: ${[...moments.keys()].join(', ')}`;
    return err(invalid(`returns.instrumentIds.${stranger}`, allowed, instrumentIds[stranger]));
  }
  const missing = [...moments.keys()].find((id) => !instrumentIds.includes(id));
  if (missing !== undefined) return err(invalid('returns.instrumentIds', `with ${missing} among them`, 'none'));
  return ok({
    moments: instrumentIds.map((id) => moments.get(id)!),
    blocks,
    returns: { ...returns, instrumentIds },
    scenarios,
    horizonFactors,
  });
};

const sizeFault = (
  blocks: readonly OrderCommand[],
  scenarios: readonly PortfolioScenario[],
  horizonFactors: readonly number[],
): InvalidPortfolio | undefined => {
  const { blocks: most, scenarios: scenariosMost, horizonFactors: pacesMost } = PORTFOLIO_LIMITS;
  return (
    when(blocks.length > 0 && blocks.length <= most, 'blocks', `1 to ${most} of them`, blocks.length) ??
    when(scenarios.length <= scenariosMost, 'scenarios', `at most ${scenariosMost}`, scenarios.length) ??
    when(horizonFactors.length <= pacesMost, 'horizonFactors', `at most ${pacesMost}`, horizonFactors.length) ??
    firstFault(scenarios, (scenario, i) => scenarioFault(scenario, i, scenarios)) ??
    firstFault(horizonFactors, (factor, i) => factorFault(`horizonFactors.${i}`, factor))
  );
};

const scenarioFault = (
  { name, volatilityFactor, volumeFactor, spreadFactor, correlationShift }: PortfolioScenario,
  at: number,
  scenarios: readonly PortfolioScenario[],
): InvalidPortfolio | undefined =>
  when(scenarios.findIndex((other) => other.name === name) === at, `scenarios.${at}.name`, 'given once', name) ??
  factorFault(`scenarios.${at}.volatilityFactor`, volatilityFactor) ??
  factorFault(`scenarios.${at}.volumeFactor`, volumeFactor) ??
  factorFault(`scenarios.${at}.spreadFactor`, spreadFactor) ??
  when(
    correlationShift >= -1 && correlationShift <= 1,
    `scenarios.${at}.correlationShift`,
    'within [-1, 1]',
    correlationShift,
  );

/** Values are added: they are of one currency, and of instruments that have one. */
const valueFault = (
  { market }: InstrumentMoment,
  first: InstrumentMoment,
  at: number,
): InvalidPortfolio | undefined => {
  const field = `blocks.${at}.instrumentId`;
  const { kind, currency, instrumentId } = market.terms;
  return (
    when(kind !== 'SPREAD' && midPrice(market) > 0, field, 'an instrument whose price is a value', instrumentId) ??
    when(
      currency === first.market.terms.currency,
      field,
      `of ${first.market.terms.currency}, as the first block`,
      `${instrumentId}, which is of ${currency}`,
    )
  );
};

const paceFault = (
  { horizonSeconds }: ForecastOrder,
  horizonFactors: readonly number[],
  block: number,
): InvalidPortfolio | undefined => {
  const { min, max } = HORIZON_SECONDS;
  return firstFault(horizonFactors, (factor, i) => {
    const seconds = horizonSeconds * factor;
    const allowed = `a factor that leaves the ${horizonSeconds} s of block ${block} from ${min} to ${max} s`;
    return when(seconds >= min && seconds <= max, `horizonFactors.${i}`, allowed, factor);
  });
};

const factorFault = (field: string, factor: number): InvalidPortfolio | undefined => {
  const { least, most } = FACTOR_RANGE;
  return when(factor >= least && factor <= most, field, `from ${least} to ${most}`, factor);
};

const firstFault = <T>(
  items: readonly T[],
  fault: (item: T, i: number) => InvalidPortfolio | undefined,
): InvalidPortfolio | undefined => {
  for (const [i, item] of items.entries()) {
    const found = fault(item, i);
    if (found !== undefined) return found;
  }
  return undefined;
};

const when = (holds: boolean, field: string, allowed: string, value: unknown): InvalidPortfolio | undefined =>
  holds ? undefined : invalid(field, allowed, value);

const invalid = (field: string, allowed: string, value: unknown): InvalidPortfolio => ({
  code: 'INVALID_PORTFOLIO',
  field,
  allowed,
  message: `${field} must be ${allowed}, got ${String(value)}`,
});
