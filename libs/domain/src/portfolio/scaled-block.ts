import { BPS, sideSign } from '#domain/core';
import { type CostDistribution } from '#domain/impact';
import { heldTogetherSeconds, tradedTogether } from './even-schedules.js';
import { type JointMarket } from './joint-market.js';
import { type PortfolioBlock } from './portfolio-block.js';

// Taken once: where code runs in a context of its own, as under Jest, each look at a global costs a microsecond.
const { max, min, sqrt } = Math;

/** A block in currency. */
export interface ScaledBlock {
  readonly instrument: number;
  readonly sign: 1 | -1;
  readonly horizonSeconds: number;
  readonly value: number;
  readonly cost: CostDistribution;
  readonly spread: number;
  readonly temporary: number;
  readonly permanent: number;
  /** sqrt(E), sqrt(P): 0 where the forecast says that impact earns. */
  readonly temporaryRoot: number;
  readonly permanentRoot: number;
  readonly sd: number;
  readonly timingRisk: number;
  /** Currency per sqrt(second) that it shares with other blocks. */
  readonly commonRisk: number;
}

export const scaledBlock = (market: JointMarket, block: PortfolioBlock): ScaledBlock => {
  const { instrumentId, side, value, horizonSeconds, spreadPaidBps, forecast } = block;
  const instrument = market.instrumentIds.indexOf(instrumentId);
  const volatility = market.volatilitiesPerSqrtSecond[instrument];
  if (volatility === undefined) throw new RangeError(`instrumentId: no joint returns of ${instrumentId}`);
  const spreadBps = max(0, min(spreadPaidBps, forecast.temporaryBps));
  const [spread, temporary] = [(value * spreadBps) / BPS, (value * (forecast.temporaryBps - spreadBps)) / BPS];
  const permanent = (value * forecast.permanentBps) / BPS;
  const sd = (value * forecast.slippage.sdBps) / BPS;
  const timingRisk = value * volatility * sqrt(heldTogetherSeconds(horizonSeconds, horizonSeconds));
  return {
    instrument,
    sign: sideSign(side),
    horizonSeconds,
    value,
    cost: forecast.slippage,
    spread,
    temporary,
    permanent,
    temporaryRoot: sqrt(max(0, temporary)),
    permanentRoot: sqrt(max(0, permanent)),
    sd,
    timingRisk,
    commonRisk: timingRisk === 0 ? 0 : value * volatility * min(1, sd / timingRisk),
  };
};

/** What two blocks do to one another. */
export interface Meeting {
  /** Cost of each by the other's passing impact, currency. */
  readonly temporary: number;
  /** Half of what both pay for the other's lasting impact, currency. */
  readonly permanent: number;
  /** Of their costs, currency squared. */
  readonly covariance: number;
}

export const meetingOf = (market: JointMarket, one: ScaledBlock, other: ScaledBlock): Meeting => {
  const signs = one.sign * other.sign;
  const coupling = signs * market.coupling[one.instrument]![other.instrument]!;
  const correlation = signs * market.correlations[one.instrument]![other.instrument]!;
  const [own, others] = [one.horizonSeconds, other.horizonSeconds];
  return {
    temporary: coupling * one.temporaryRoot * other.temporaryRoot * tradedTogether(own, others),
    permanent: coupling * one.permanentRoot * other.permanentRoot,
    covariance: correlation * one.commonRisk * other.commonRisk * heldTogetherSeconds(own, others),
  };
};
