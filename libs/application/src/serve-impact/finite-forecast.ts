import { quantileBps, RISK_PROBABILITY, type CostDistribution, type ImpactForecast } from '#domain/impact';

/** The forecast itself; throws RangeError naming the figure when one that decisions read is not a finite number. */
export const requireFiniteForecast = (forecast: ImpactForecast): ImpactForecast => {
  const { temporaryBps, permanentBps, lastingShiftBps, slippage, trained } = forecast;
  requireFinite('temporaryBps', temporaryBps);
  requireFinite('permanentBps', permanentBps);
  requireFinite('lastingShiftBps', lastingShiftBps);
  requireFiniteCost('slippage', slippage);
  if (trained !== undefined) {
    requireFiniteCost('peak', trained.peak);
    for (const { afterSeconds, distribution } of trained.permanent)
      requireFiniteCost(`permanent after ${afterSeconds} s`, distribution);
  }
  return forecast;
};

const requireFiniteCost = (name: string, cost: CostDistribution): void => {
  requireFinite(`${name}.meanBps`, cost.meanBps);
  requireFinite(`${name}.sdBps`, cost.sdBps);
  requireFinite(`${name} at ${RISK_PROBABILITY}`, quantileBps(cost, RISK_PROBABILITY));
};

const requireFinite = (name: string, value: number): void => {
  if (!Number.isFinite(value)) throw new RangeError(`${name} must be finite, got ${value}`);
};
