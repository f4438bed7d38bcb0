import { err, ok, type Failure, type Result, type Side } from '#domain/core';
import { STRATEGIES, type Block } from '#domain/execution';
import { type FeatureSnapshot } from '#domain/features';
import { shockedMoment } from '#domain/impact';
import { type TwoSidedMarket } from '#domain/market-data';
import { type InvalidQuantity, type QuantityUnit } from '#domain/rfq';
import { decidableBlock, type MarketFailure } from '#application/decidable-market';
import { statedHorizonSeconds, type InvalidHorizon, type StatedHorizon } from '#application/forecast-impact';
import { type InstrumentStates, type MarketState } from '#application/ports';

/** What is varied about a block, as a client states it: every combination is one cell of the grid. */
export interface StatedGrid {
  readonly instrumentId: string;
  readonly side: Side;
  readonly quantities: readonly number[];
  readonly quantityUnit: QuantityUnit;
  readonly horizons: readonly StatedHorizon[];
  /** Of the market's volatility; 1 leaves it. */
  readonly volatilityFactors: readonly number[];
  /** Rows show P(slippage > this). */
  readonly thresholdBps: number;
}

/** Everything the rows are computed from: the market is that of the request, so a worker needs no feed. */
export interface ScenarioGrid extends Omit<StatedGrid, 'quantities' | 'quantityUnit'> {
  readonly market: TwoSidedMarket;
  readonly features: FeatureSnapshot | null;
  /** In units. */
  readonly quantities: readonly number[];
}

/** Factors of volatility that are asked about: beyond them no model has seen anything. */
export const VOLATILITY_FACTOR = { min: 0.1, max: 10 } as const;

export type ImpossibleGrid = Failure<'IMPOSSIBLE_GRID'>;
export type GridFailure = MarketFailure | InvalidQuantity | InvalidHorizon | ImpossibleGrid;

/** A block worked by every strategy, under one shock. */
export interface GridCell {
  readonly volatilityFactor: number;
  readonly block: Block;
}

/** Rows of a cell: one per strategy. */
export const ROWS_PER_CELL = STRATEGIES.length;

export const cellsOf = ({
  quantities,
  horizons,
  volatilityFactors,
}: Pick<StatedGrid, 'quantities' | 'horizons' | 'volatilityFactors'>): number =>
  quantities.length * horizons.length * volatilityFactors.length;

/** The grid in the market of this moment; refused is what no cell of it could be computed with, by its field. */
export const scenarioGrid = (
  state: MarketState & InstrumentStates,
  { quantities: stated, quantityUnit, ...grid }: StatedGrid,
): Result<ScenarioGrid, GridFailure> => {
  const { instrumentId, horizons, volatilityFactors } = grid;
  const { min, max } = VOLATILITY_FACTOR;
  const wild = volatilityFactors.findIndex((factor) => !(factor >= min && factor <= max));
  if (wild >= 0) return err(impossibleFactor(wild, volatilityFactors[wild]!));
  const quantities: number[] = [];
  let moment: Pick<ScenarioGrid, 'market' | 'features'> | undefined;
  for (const [i, quantity] of stated.entries()) {
    const block = decidableBlock(state, { instrumentId, quantity, quantityUnit });
    if (!block.ok) return err(placed(block.error, 'quantity', `quantities.${i}`));
    const { market, features } = block.value;
    moment ??= { market, features };
    quantities.push(block.value.quantity);
    for (const [h, horizon] of horizons.entries()) {
      const seconds = statedHorizonSeconds(horizon, block.value.quantity, market.terms, `horizons.${h}.`);
      if (!seconds.ok) return seconds;
    }
  }
  if (moment === undefined) return err(noQuantity);
  return ok({ ...grid, ...moment, quantities });
};

/** The cell of this number: sizes vary fastest, then horizons, then volatility. */
export const gridCell = (grid: ScenarioGrid, number: number): GridCell => {
  const { side, quantities, horizons, volatilityFactors, market, features } = grid;
  const quantity = quantities[number % quantities.length]!;
  const perVolatility = quantities.length * horizons.length;
  const horizon = horizons[Math.floor(number / quantities.length) % horizons.length]!;
  const volatilityFactor = volatilityFactors[Math.floor(number / perVolatility)]!;
  const seconds = statedHorizonSeconds(horizon, quantity, market.terms);
  if (!seconds.ok) throw new Error(seconds.error.message);
  const shock = { volatilityFactor, volumeFactor: 1, spreadFactor: 1 };
  const moment = volatilityFactor === 1 ? { market, features } : shockedMoment({ market, features }, shock);
  return { volatilityFactor, block: { side, quantity, horizonSeconds: seconds.value, ...moment } };
};

const placed = <F extends Failure>(failure: F, field: string, place: string): F =>
  failure.field === field ? { ...failure, field: place } : failure;

const impossibleFactor = (index: number, factor: number): ImpossibleGrid => ({
  code: 'IMPOSSIBLE_GRID',
  field: `volatilityFactors.${index}`,
  message: `the market's volatility is not multiplied by ${factor}`,
  allowed: `from ${VOLATILITY_FACTOR.min} to ${VOLATILITY_FACTOR.max}`,
});

const noQuantity: ImpossibleGrid = {
  code: 'IMPOSSIBLE_GRID',
  field: 'quantities',
  message: 'a grid has no quantity',
  allowed: 'at least one',
};
