import { type Side } from '#domain/core';
import { HEDGE_AGGRESSION } from '#domain/impact';
import { midPrice, spreadBps, type TwoSidedMarket } from '#domain/market-data';
import { unitsPerLot, type RfqConditions, type RfqTerms } from '#domain/rfq';
import { fairPrice } from '#domain/scoring';
import { decidableMarket } from '#application/decidable-market';
import { type ImpactModel, type InstrumentStates, type MarketState } from '#application/ports';

/** The mid of a request's market now; none where its price is a difference, or the market cannot be decided on. */
export const midNow = (market: MarketState, terms: RfqTerms): { readonly mid?: number } => {
  const traded = tradedMarket(market, terms);
  return traded === undefined ? {} : { mid: midPrice(traded) };
};

/** How hard a block is to quote in the market of this moment, and what the model takes it to be worth, for each side asked. */
export const conditionsNow = async (
  market: MarketState & InstrumentStates,
  model: ImpactModel,
  terms: RfqTerms,
): Promise<{ readonly conditions?: RfqConditions }> => {
  const traded = tradedMarket(market, terms);
  if (traded === undefined) return {};
  const fairCostBps = await fairCosts(market, model, terms, traded);
  return {
    conditions: {
      instrumentKind: traded.terms.kind,
      unitsPerLot: unitsPerLot(traded.terms, midPrice(traded)),
      spreadBps: spreadBps(traded),
      averageDailyVolume: traded.terms.averageDailyVolume,
      dailyVolatility: traded.terms.dailyVolatility,
      realisedDailyVolatility: traded.realisedDailyVolatility,
      ...(fairCostBps && { fairCostBps }),
    },
  };
};

const tradedMarket = (market: MarketState, { legs, isDifference }: RfqTerms): TwoSidedMarket | undefined => {
  const [leg] = legs;
  if (leg === undefined || isDifference) return undefined;
  const traded = decidableMarket(market, leg.instrumentId);
  return traded.ok ? traded.value : undefined;
};

/** A request is opened also where there is no forecast of it. */
const fairCosts = async (
  states: InstrumentStates,
  model: ImpactModel,
  { side, lots, horizonSeconds }: RfqTerms,
  market: TwoSidedMarket,
): Promise<RfqConditions['fairCostBps']> => {
  const { instrumentId } = market.terms;
  const quantity = lots * unitsPerLot(market.terms, midPrice(market));
  // What the request itself will refuse the model is not asked.
  if (!(quantity > 0 && horizonSeconds > 0)) return undefined;
  const sides: readonly Side[] = side === 'TWO_SIDED' ? ['BUY', 'SELL'] : [side];
  const features = states.state(instrumentId)?.features ?? null;
  const forecasts = await model.forecast(
    sides.map((one) => ({ side: one, quantity, horizonSeconds, aggression: HEDGE_AGGRESSION, market, features })),
  );
  return forecasts.ok
    ? Object.fromEntries(sides.map((one, i) => [one, fairPrice(one, market, forecasts.value[i]!).costBps]))
    : undefined;
};
