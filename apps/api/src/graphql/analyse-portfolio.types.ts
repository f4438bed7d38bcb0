import { Field, Float, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { type ForecastTier, type Identification } from '#domain/impact';
import {
  type BlockContribution,
  type BlockIncrement,
  type BlockPair,
  type PortfolioTerms,
  type StatedReturns,
} from '#domain/portfolio';
import { type QuoteRequest } from '#domain/rfq';
import {
  FACTOR_RANGE,
  PORTFOLIO_LIMITS,
  type AnalysedBlock,
  type AnalysePortfolioCommand,
  type PaceView,
  type PartFailure,
  type PortfolioScenario,
  type PortfolioView,
  type ReturnsCommand,
  type ScenarioView,
  type WholeView,
} from '#application/analyse-portfolio';
import { type CostView } from '#application/forecast-impact';
import { decimal, decimals, identifier, identifiers, list, matrix, nested, optional } from '../doors/validation.js';
import { AnalysisType } from './analysis.types.js';
import { CostDistributionType } from './cost.types.js';
import { DecimalScalar } from './decimal.scalar.js';
import { ForecastTierEnum, IdentificationEnum, IndefinitePolicyEnum } from './enums.js';
import { ExpectedError, resultUnion } from './failure.types.js';
import { BatchOrderInput } from './forecast-batch.types.js';
import { BlockRequestType } from './forecast.types.js';

// What cannot be is refused by name; here a number only has to be one.
const ANY_NUMBER = { atLeast: -1e15, atMost: 1e15 } as const;
const { least, most } = FACTOR_RANGE;
const FACTOR = `${least} to ${most}; 1 leaves it.`;

@InputType({ description: 'A block of a portfolio, traded evenly from now on.' })
export class PortfolioBlockInput extends BatchOrderInput {}

@InputType({
  description:
    'How returns of the instruments go together, in exactly one of four ways. Rows and columns are the instruments of the blocks, in the order in which they first come, or as instrumentIds says.',
})
export class JointReturnsInput implements ReturnsCommand {
  @optional()
  @identifiers(64, PORTFOLIO_LIMITS.blocks)
  @Field(() => [ID], { nullable: true })
  instrumentIds?: string[];

  @optional()
  @matrix(PORTFOLIO_LIMITS.blocks, PORTFOLIO_LIMITS.blocks, ANY_NUMBER)
  @Field(() => [[DecimalScalar]], { nullable: true, description: 'Of daily returns, as fractions squared.' })
  covariances?: number[][];

  @optional()
  @matrix(PORTFOLIO_LIMITS.blocks, PORTFOLIO_LIMITS.blocks, ANY_NUMBER)
  @Field(() => [[DecimalScalar]], {
    nullable: true,
    description: 'Volatilities are then those of the instrument table.',
  })
  correlations?: number[][];

  @optional()
  @matrix(PORTFOLIO_LIMITS.blocks, 50, ANY_NUMBER)
  @Field(() => [[DecimalScalar]], {
    nullable: true,
    description: 'By instrument, on independent factors: two correlate by the sum of the products of theirs.',
  })
  factorLoadings?: number[][];

  @optional()
  @decimal(ANY_NUMBER)
  @Field(() => DecimalScalar, { nullable: true, description: 'One correlation for every pair.' })
  commonCorrelation?: number;

  @Field(() => IndefinitePolicyEnum, {
    nullable: true,
    description: 'What to do with a matrix that is not positive definite.',
  })
  whenIndefinite: StatedReturns['whenIndefinite'] = 'REFUSE';
}

@InputType({ description: 'A market that is to be thought through.' })
export class PortfolioScenarioInput implements PortfolioScenario {
  @identifier(64)
  @Field(() => String, { description: 'Unique among the scenarios.' })
  name!: string;

  @decimal(ANY_NUMBER)
  @Field(() => DecimalScalar, { nullable: true, description: `Times the volatility of the moment, ${FACTOR}` })
  volatilityFactor = 1;

  @decimal(ANY_NUMBER)
  @Field(() => DecimalScalar, { nullable: true, description: `Times volume and depth, ${FACTOR}` })
  volumeFactor = 1;

  @decimal(ANY_NUMBER)
  @Field(() => DecimalScalar, { nullable: true, description: `Times the spread, ${FACTOR}` })
  spreadFactor = 1;

  @decimal(ANY_NUMBER)
  @Field(() => DecimalScalar, {
    nullable: true,
    description:
      'Within [-1, 1]: correlations move by this share of their distance to 1, or to 0 where it is negative.',
  })
  correlationShift = 0;
}

@InputType({ description: 'Blocks that are traded together.' })
export class AnalysePortfolioInput implements Omit<AnalysePortfolioCommand, 'scenarios'> {
  @list(() => PortfolioBlockInput, PORTFOLIO_LIMITS.blocks)
  @Field(() => [PortfolioBlockInput], { description: `1 to ${PORTFOLIO_LIMITS.blocks}, of one currency.` })
  blocks!: PortfolioBlockInput[];

  @nested(() => JointReturnsInput)
  @Field(() => JointReturnsInput)
  returns!: JointReturnsInput;

  @optional()
  @list(() => PortfolioScenarioInput, PORTFOLIO_LIMITS.scenarios)
  @Field(() => [PortfolioScenarioInput], { nullable: true, description: `At most ${PORTFOLIO_LIMITS.scenarios}.` })
  scenarios?: PortfolioScenarioInput[];

  @decimals({ atMost: PORTFOLIO_LIMITS.horizonFactors }, ANY_NUMBER)
  @Field(() => [DecimalScalar], {
    nullable: true,
    description: `Urgencies: every horizon times each of these; at most ${PORTFOLIO_LIMITS.horizonFactors}.`,
  })
  horizonFactors: number[] = [];

  @identifier(128)
  @Field(() => String, { description: 'A repeat with this key gets the same analysis.' })
  idempotencyKey!: string;
}

@ObjectType('PortfolioTerms', { description: 'Terms of an expected cost; it is their sum.' })
export class PortfolioTermsType implements PortfolioTerms {
  @Field(() => Float) spreadBps!: number;
  @Field(() => Float, { description: 'Own impact that passes.' }) temporaryBps!: number;
  @Field(() => Float, { description: 'Own impact that stays, as far as the own fills pay it.' }) permanentBps!: number;
  @Field(() => Float, { description: 'Passing impact of the other blocks; below 0 where it helps.' })
  crossTemporaryBps!: number;
  @Field(() => Float, { description: 'Lasting impact of the other blocks by the time of the own fills.' })
  crossPermanentBps!: number;
}

@ObjectType('PortfolioWhole', { description: 'All blocks together, in bps of the sum of their values.' })
export class PortfolioWholeType implements WholeView {
  @Field(() => Float, { description: 'Of all blocks, in their currency.' }) value!: number;
  @Field(() => PortfolioTermsType) terms!: PortfolioTerms;
  @Field(() => Float) expectedCostBps!: number;
  @Field(() => CostDistributionType) cost!: CostView;
  @Field(() => Float, { description: 'What of the standard deviation is of the market, with its hedges.' })
  timingRiskBps!: number;
  @Field(() => Float, { description: 'The standard deviation were blocks independent.' }) undiversifiedSdBps!: number;
}

@ObjectType('BlockContribution', {
  description: 'What a block is responsible for, in bps of the whole: over the blocks these sum to the whole.',
})
export class BlockContributionType implements BlockContribution {
  @Field(() => Float, { description: 'Half of what it and others cost one another, whoever pays.' })
  expectedCostBps!: number;
  @Field(() => Float, { description: 'Below 0 for a block that hedges the others.' }) costSdBps!: number;
  @Field(() => Float) valueAtRiskBps!: number;
  @Field(() => Float) expectedShortfallBps!: number;
}

@ObjectType('BlockIncrement', {
  description: 'What the whole costs more with a block than without it, in bps of the whole.',
})
export class BlockIncrementType implements BlockIncrement {
  @Field(() => Float) expectedCostBps!: number;
  @Field(() => Float) costSdBps!: number;
  @Field(() => Float) expectedShortfallBps!: number;
}

@ObjectType('PortfolioBlock', { description: 'A block in its portfolio, in bps of its own value.' })
export class PortfolioBlockType implements Omit<AnalysedBlock, 'block'> {
  @Field(() => BlockRequestType) block!: QuoteRequest;
  @Field(() => Float, { description: 'In its currency.' }) value!: number;
  @Field(() => PortfolioTermsType) terms!: PortfolioTerms;
  @Field(() => Float) expectedCostBps!: number;
  @Field(() => Float, { description: 'Of its own forecast.' }) costSdBps!: number;
  @Field(() => Float, {
    description: 'Of the stated returns; what it shares with other blocks is at most its forecast knows.',
  })
  timingRiskBps!: number;
  @Field(() => BlockContributionType) contribution!: BlockContribution;
  @Field(() => BlockIncrementType) increment!: BlockIncrement;
  @Field(() => String) modelVersion!: string;
  @Field(() => ForecastTierEnum) tier!: ForecastTier;
  @Field(() => IdentificationEnum) identification!: Identification;
}

@ObjectType('BlockPair', { description: 'Two blocks, by their numbers from 0.' })
export class BlockPairType implements BlockPair {
  @Field(() => Int) first!: number;
  @Field(() => Int) second!: number;
  @Field(() => Float, { description: 'Of their costs; below 0 they hedge one another.' }) costCorrelation!: number;
  @Field(() => Float, { description: 'What both together pay for the impact of the other, currency.' })
  crossCost!: number;
}

@ObjectType('PortfolioScenario')
export class PortfolioScenarioType implements PortfolioScenario {
  @Field(() => String) name!: string;
  @Field(() => Float) volatilityFactor!: number;
  @Field(() => Float) volumeFactor!: number;
  @Field(() => Float) spreadFactor!: number;
  @Field(() => Float) correlationShift!: number;
}

@ObjectType('PortfolioScenarioRow', { description: 'The whole in another market.' })
export class PortfolioScenarioRowType implements ScenarioView {
  @Field(() => PortfolioScenarioType) scenario!: PortfolioScenario;
  @Field(() => PortfolioWholeType) whole!: WholeView;
}

@ObjectType('PortfolioPace', { description: 'The whole at another urgency.' })
export class PortfolioPaceType implements PaceView {
  @Field(() => Float, { description: 'Times every horizon.' }) horizonFactor!: number;
  @Field(() => PortfolioWholeType) whole!: WholeView;
  @Field(() => Boolean, { description: 'No other of these is both cheaper and surer.' }) isEfficient!: boolean;
}

@ObjectType('PortfolioFailure', { implements: () => ExpectedError, description: 'Why a part has no answer.' })
export class PortfolioFailureType extends ExpectedError {}

@ObjectType('Portfolio', { description: 'What blocks cost that are traded together, as far as it is computed.' })
export class PortfolioType implements PortfolioView {
  @Field(() => PortfolioWholeType, { nullable: true, description: 'As things are.' }) whole?: WholeView;
  @Field(() => Boolean, { nullable: true, description: 'The stated returns were repaired.' }) isRepaired?: boolean;
  @Field(() => [PortfolioBlockType], { description: 'Of the page, in their order.' })
  blocks!: readonly AnalysedBlock[];
  @Field(() => [BlockPairType], { description: 'That take most from the risk of the whole; at most 20.' })
  hedges!: readonly BlockPair[];
  @Field(() => [BlockPairType], { description: 'That cost or spare one another most; at most 20.' })
  crossImpacts!: readonly BlockPair[];
  @Field(() => [PortfolioScenarioRowType]) scenarios!: readonly ScenarioView[];
  @Field(() => [PortfolioPaceType], { description: 'In the order of the horizonFactors.' })
  frontier!: readonly PaceView[];
  @Field(() => [PortfolioFailureType], { description: 'Why parts have no answer.' }) failures!: readonly PartFailure[];
}

export const AnalysePortfolioResult = resultUnion('AnalysePortfolioResult', AnalysisType, 'Analysis', [
  'UNKNOWN_INSTRUMENT',
  'STALE_MARKET',
  'CROSSED_MARKET',
  'MARKET_NOT_TRADABLE',
  'INVALID_QUANTITY',
  'INVALID_HORIZON',
  'INVALID_PORTFOLIO',
  'IMPOSSIBLE_COVARIANCE',
  'TOO_MANY_ROWS',
  'TOO_MANY_WAITING',
  'IDEMPOTENCY_CONFLICT',
]);
