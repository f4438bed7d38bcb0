import { quantileBps, RISK_PROBABILITY, type CostDistribution, type ImpactForecast } from '#domain/impact';

/** The forecast itself; throws RangeError naming the figure when one that decisions read is not a finite number. */
export const requireFiniteForecast = (forecast: ImpactForecast): ImpactForecast => {
  const { temporaryBps, permanentBps, lastingShiftBps, slippage, trained } = forecast;
  if (!Number.isFinite(temporaryBps)) refuse('temporaryBps', temporaryBps);
  if (!Number.isFinite(permanentBps)) refuse('permanentBps', permanentBps);
  if (!Number.isFinite(lastingShiftBps)) refuse('lastingShiftBps', lastingShiftBps);
  if (!isFiniteCost(slippage)) refuseCost('slippage', slippage);
  if (trained !== undefined) {
    if (!isFiniteCost(trained.peak)) refuseCost('peak', trained.peak);
    for (const { afterSeconds, distribution } of trained.permanent) {
      if (!isFiniteCost(distribution)) refuseCost(`permanent after ${afterSeconds} s`, distribution);
    }
  }
  return forecast;
};

const isFiniteCost = (cost: CostDistribution): boolean =>
  Number.isFinite(cost.meanBps) && Number.isFinite(cost.sdBps) && Number.isFinite(quantileBps(cost, RISK_PROBABILITY));

const refuseCost = (name: string, cost: CostDistribution): never => {
  if (!Number.isFinite(cost.meanBps)) refuse(`${name}.meanBps`, cost.meanBps);
  if (!Number.isFinite(cost.sdBps)) refuse(`${name}.sdBps`, cost.sdBps);
  return refuse(`${name} at ${RISK_PROBABILITY}`, quantileBps(cost, RISK_PROBABILITY));
};

const refuse = (name: string, value: number): never => {
  throw new RangeError(`${name} must be finite, got ${value}`);
};
