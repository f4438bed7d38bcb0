import { err, ok, type Result } from '#domain/core';
import {
  shockedMoment,
  type ForecastTier,
  type Identification,
  type ImpactForecast,
  type ImpactRequest,
  type MarketShock,
} from '#domain/impact';
import { midPrice, spreadBps } from '#domain/market-data';
import {
  jointMarket,
  jointReturns,
  outstandingPairs,
  portfolioCost,
  wholePortfolioCost,
  withVolatility,
  type BlockCost,
  type BlockPairs,
  type ImpossibleReturns,
  type InstrumentScale,
  type JointMarket,
  type PortfolioBlock,
  type WholeCost,
} from '#domain/portfolio';
import { type ForecastUnavailable, type ImpactModel, type InThreads } from '#application/ports';
import { type ForecastOrder, type InstrumentMoment } from '#application/request-forecast-batch';
import { type PortfolioInputs, type PortfolioScenario } from './portfolio-inputs.js';

/** What is computed by one call of the model for all blocks. */
export type PortfolioPart =
  | { readonly kind: 'BASE' }
  | { readonly kind: 'SCENARIO'; readonly scenario: PortfolioScenario }
  | { readonly kind: 'PACE'; readonly horizonFactor: number };

/** The parts of an analysis, in the order in which they are computed. */
export const portfolioParts = ({ scenarios, horizonFactors }: PortfolioInputs): readonly PortfolioPart[] => [
  { kind: 'BASE' },
  ...scenarios.map((scenario) => ({ kind: 'SCENARIO', scenario }) as const),
  ...horizonFactors.map((horizonFactor) => ({ kind: 'PACE', horizonFactor }) as const),
];

/** A block in its portfolio, and what forecast it. */
export interface AnalysedBlock extends BlockCost {
  readonly block: ForecastOrder;
  /** Currency. */
  readonly value: number;
  readonly modelVersion: string;
  readonly tier: ForecastTier;
  readonly identification: Identification;
}

export type PartAnswer =
  | {
      readonly kind: 'BASE';
      readonly whole: WholeCost;
      readonly blocks: readonly AnalysedBlock[];
      readonly pairs: BlockPairs;
      /** The stated returns were not positive definite; the nearest that are took their place. */
      readonly isRepaired: boolean;
    }
  | { readonly kind: 'SCENARIO'; readonly scenario: PortfolioScenario; readonly whole: WholeCost }
  | { readonly kind: 'PACE'; readonly horizonFactor: number; readonly whole: WholeCost };

/** What of an analysis takes long: pure, in threads. */
export const PORTFOLIO_COMPUTATIONS = {
  jointReturns,
  jointMarket,
  wholePortfolioCost,
  portfolioCost: (market: JointMarket, blocks: readonly PortfolioBlock[], pairs: number) => ({
    ...portfolioCost(market, blocks),
    pairs: outstandingPairs(market, blocks, pairs),
  }),
};

export type PortfolioComputing = InThreads<typeof PORTFOLIO_COMPUTATIONS>;

export interface PortfolioAnalysisPorts {
  readonly model: ImpactModel;
  readonly computing: PortfolioComputing;
}

export type PartFailure = ForecastUnavailable | ImpossibleReturns;

/** Pairs of each kind that are shown. */
const PAIRS_SHOWN = 20;

/**
 * Computes the parts of one analysis; what instruments have in common is computed once for each shift of the correlations. One that
 * has rejected is of no more use.
 */
export class PortfolioAnalysis {
  private returns: ReturnType<PortfolioComputing['jointReturns']> | undefined;
  private readonly markets = new Map<number, ReturnType<PortfolioComputing['jointMarket']>>();

  constructor(
    private readonly ports: PortfolioAnalysisPorts,
    private readonly inputs: PortfolioInputs,
  ) {}

  /** Rejects when the model or a thread fails; fails where no model answers a block or the returns are impossible. */
  async part(part: PortfolioPart): Promise<Result<PartAnswer, PartFailure>> {
    const { model, computing } = this.ports;
    const shock = part.kind === 'SCENARIO' ? part.scenario : CALM;
    const joint = await this.market(part.kind === 'SCENARIO' ? part.scenario.correlationShift : 0);
    if (!joint.ok) return joint;
    const market = withVolatility(joint.value.market, shock.volatilityFactor);
    const requests = partRequests(this.inputs, part.kind === 'PACE' ? part.horizonFactor : 1, shock);
    const forecasts = await model.forecast(requests);
    if (!forecasts.ok) return err({ ...forecasts.error, field: 'blocks' });
    const blocks = requests.map((request, i) => portfolioBlock(request, forecasts.value[i]!));
    if (part.kind !== 'BASE') return ok({ ...part, whole: await computing.wholePortfolioCost(market, blocks) });
    const { whole, blocks: costs, pairs } = await computing.portfolioCost(market, blocks, PAIRS_SHOWN);
    return ok({
      kind: 'BASE',
      whole,
      blocks: costs.map((cost, i) => ({
        ...cost,
        block: this.inputs.blocks[i]!,
        value: blocks[i]!.value,
        modelVersion: forecasts.value[i]!.modelVersion,
        tier: forecasts.value[i]!.tier,
        identification: forecasts.value[i]!.identification,
      })),
      pairs,
      isRepaired: joint.value.isRepaired,
    });
  }

  private async market(correlationShift: number): Promise<Result<CommonMarket, ImpossibleReturns>> {
    this.returns ??= this.ports.computing.jointReturns(...statedReturns(this.inputs));
    const returns = await this.returns;
    if (!returns.ok) return returns;
    const known = this.markets.get(correlationShift);
    const market = known ?? this.ports.computing.jointMarket(returns.value, scalesOf(this.inputs), correlationShift);
    this.markets.set(correlationShift, market);
    return ok({ market: await market, isRepaired: returns.value.isRepaired });
  }
}

interface CommonMarket {
  readonly market: JointMarket;
  readonly isRepaired: boolean;
}

/** What `jointReturns` is asked. */
export const statedReturns = ({
  moments,
  returns,
}: Pick<PortfolioInputs, 'moments' | 'returns'>): Parameters<typeof jointReturns> => [
  returns,
  moments.map(({ market }) => market.terms.dailyVolatility),
];

const scalesOf = ({ moments }: PortfolioInputs): readonly InstrumentScale[] =>
  moments.map(({ market }) => ({
    sessionSeconds: market.terms.sessionSeconds,
    dailyValue: market.terms.averageDailyVolume * midPrice(market),
  }));

const CALM: MarketShock = { volatilityFactor: 1, volumeFactor: 1, spreadFactor: 1 };

/** One per block, in their order. */
const partRequests = (
  { moments, blocks }: PortfolioInputs,
  horizonFactor: number,
  shock: MarketShock,
): readonly ImpactRequest[] => {
  const shocked = new Map(
    moments.map((moment): [string, InstrumentMoment] => [
      moment.market.terms.instrumentId,
      shock === CALM ? moment : shockedMoment(moment, shock),
    ]),
  );
  return blocks.map(({ instrumentId, side, quantity, horizonSeconds, aggression }) => ({
    side,
    quantity,
    horizonSeconds: horizonSeconds * horizonFactor,
    aggression,
    ...shocked.get(instrumentId)!,
  }));
};

const portfolioBlock = (
  { side, quantity, horizonSeconds, aggression, market }: ImpactRequest,
  { temporaryBps, permanentBps, slippage }: ImpactForecast,
): PortfolioBlock => ({
  instrumentId: market.terms.instrumentId,
  side,
  value: quantity * midPrice(market),
  horizonSeconds,
  spreadPaidBps: (aggression * spreadBps(market)) / 2,
  forecast: { temporaryBps, permanentBps, slippage },
});
