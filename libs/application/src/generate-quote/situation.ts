import { BPS, costBps, err, ok, type Failure, type Result } from '#domain/core';
import { type ImpactForecast } from '#domain/impact';
import { depth, midPrice, weightedMid, type InstrumentTerms, type TwoSidedMarket } from '#domain/market-data';
import {
  checkedCovariance,
  fairTransferShift,
  standardBlockUnits,
  stationaryPenalty,
  type HedgeForecast,
  type HitUnit,
  type QuoteSituation,
  type QuotingPolicy,
} from '#domain/quoting';
import { type QuotingModelsView, type ServedFlow } from '#application/ports';
import { hitLawOf } from './hit-law.js';

/** What the dealer holds of an instrument, with what its risk is read from. */
export interface HeldPosition {
  readonly instrumentId: string;
  /** Units; positive is long. */
  readonly quantity: number;
  readonly averageDailyVolume: number;
  readonly volatilityBpsPerSqrtSecond: number;
  readonly usualHalfSpreadBps: number;
  readonly sessionSeconds: number;
}

/** Everything that a situation is assembled from; plain data, stored with the quote. */
export interface SituationInputs {
  readonly market: TwoSidedMarket;
  readonly policy: QuotingPolicy;
  readonly hitUnit: HitUnit;
  readonly models: QuotingModelsView;
  /** Asked beside this dealer; null: not told. */
  readonly competitors: number | null;
  /** The instrument asked for first, then what else is held. */
  readonly inventory: readonly [HeldPosition, ...HeldPosition[]];
  /** In units, rising. */
  readonly quantities: readonly number[];
  /** Of each quantity: buying it, then selling it. */
  readonly forecasts: readonly ImpactForecast[];
}

export type ImpossibleRisk = Failure<'IMPOSSIBLE_COVARIANCE'>;

/** Levels of a side that count as near its best price. */
const DEPTH_LEVELS = 5;
/** A quiet five minutes do not say that the next ones are: volatility is not taken below this share of the usual one. */
const QUIETEST_SHARE = 0.25;
/** Nothing is without risk: one bps a day. */
const LEAST_DAILY_VOLATILITY = 1e-4;

/** A position, with the risk of its instrument as the market shows it now. */
export const heldPosition = (market: TwoSidedMarket, quantity: number): HeldPosition => {
  const { terms } = market;
  return {
    instrumentId: terms.instrumentId,
    quantity,
    averageDailyVolume: terms.averageDailyVolume,
    volatilityBpsPerSqrtSecond: perSqrtSecond(
      Math.max(market.realisedDailyVolatility, QUIETEST_SHARE * usualDailyVolatility(terms)),
      terms,
    ),
    usualHalfSpreadBps: Math.max(market.averageSpreadBps, (terms.tickSize / midPrice(market)) * BPS) / 2,
    sessionSeconds: terms.sessionSeconds,
  };
};

/** What the engine is told, from what is stored. */
export const situationOf = (inputs: SituationInputs): Result<QuoteSituation, ImpossibleRisk> => {
  const { market, policy, models, inventory } = inputs;
  const [asked] = inventory;
  const blockUnits = standardBlockUnits(asked.averageDailyVolume);
  const { client, hits: model } = models;
  const law = hitLawOf(model.parameters, inputs.competitors ?? model.usualCompetitors);
  const baseHalfSpreadBps = client.halfSpreadRatio * asked.usualHalfSpreadBps;
  const flows = inventory.map((position) => blocksPerSecond(models.flow, position));
  const covariance = checkedCovariance(covarianceOf(inventory, policy.correlation), 'REFUSE');
  if (!covariance.ok) return err(covariance.error);
  const flowPerBps = flows.map(
    ({ either }, i) => (either * law.sensitivity) / (client.halfSpreadRatio * inventory[i]!.usualHalfSpreadBps),
  );
  const penalty = stationaryPenalty(covariance.value, policy.riskAversion, flowPerBps);
  const mid = midPrice(market);
  const flow = { buysPerSecond: flows[0]!.buys, sellsPerSecond: flows[0]!.sells, meanBlocks: 1 };
  return ok({
    market: {
      mid,
      tickSize: market.terms.tickSize,
      micropriceEdgeBps: costBps('BUY', weightedMid(market), mid),
      depthBlocks: Math.min(depth(market.bids, DEPTH_LEVELS), depth(market.asks, DEPTH_LEVELS)) / blockUnits,
      fairTransferEdgeBps:
        baseHalfSpreadBps * fairTransferShift(law.hits, flow, penalty.matrix[0]![0]! / baseHalfSpreadBps),
      volatilityBpsPerSqrtSecond: asked.volatilityBpsPerSqrtSecond,
    },
    client: { baseHalfSpreadBps, hits: law.hits, hitUnit: inputs.hitUnit, adverseMoveBps: client.adverseMoveBps.value },
    inventory: {
      positions: inventory.map((held) => held.quantity / standardBlockUnits(held.averageDailyVolume)),
      asset: 0,
      penalty,
      flowBlocksPerSecond: flows[0]!.either * law.usuallyWon,
    },
    style: {
      riskAversion: policy.riskAversion,
      usualVolatilityBpsPerSqrtSecond: perSqrtSecond(usualDailyVolatility(market.terms), market.terms),
      sizeSlopeBps: policy.sizeSlope * baseHalfSpreadBps,
      thinDepthBlocks: policy.thinDepthBlocks,
      blocksMax: policy.blocksMax,
      hedging: 'CHEAPER',
      maxSkewBps: policy.guardrails.maxSkewBps,
      validSecondsMin: policy.validSecondsMin,
      validSecondsMax: policy.validSecondsMax,
    },
    hedge: hedgeOf(inputs, blockUnits),
  });
};

const usualDailyVolatility = ({ dailyVolatility }: InstrumentTerms): number =>
  Math.max(dailyVolatility, LEAST_DAILY_VOLATILITY);

const perSqrtSecond = (dailyVolatility: number, { sessionSeconds }: InstrumentTerms): number =>
  (dailyVolatility * BPS) / Math.sqrt(sessionSeconds);

const blocksPerSecond = (flow: ServedFlow, { averageDailyVolume, sessionSeconds }: HeldPosition) => {
  const blocksPerDay = averageDailyVolume / standardBlockUnits(averageDailyVolume);
  const buys = (flow.buysOfDailyVolume * blocksPerDay) / sessionSeconds;
  const sells = (flow.sellsOfDailyVolume * blocksPerDay) / sessionSeconds;
  return { buys, sells, either: (buys + sells) / 2 };
};

/** One correlation for every pair; squared bps per second. */
const covarianceOf = (positions: readonly HeldPosition[], correlation: number): readonly (readonly number[])[] =>
  positions.map(({ volatilityBpsPerSqrtSecond: one }, i) =>
    positions.map(({ volatilityBpsPerSqrtSecond: other }, j) => (i === j ? 1 : correlation) * one * other),
  );

/** The forecast of a size that was asked for; the engine keeps a block or hedges all of it. */
const hedgeOf =
  ({ quantities, forecasts }: SituationInputs, blockUnits: number): QuoteSituation['hedge'] =>
  (clientSide, blocks): HedgeForecast => {
    const rung = quantities.findIndex((quantity) => quantity / blockUnits === blocks);
    const forecast = forecasts[2 * rung + (clientSide > 0 ? 0 : 1)];
    if (forecast === undefined) throw new Error(`no forecast was made of ${blocks} blocks`);
    return forecast.slippage;
  };
