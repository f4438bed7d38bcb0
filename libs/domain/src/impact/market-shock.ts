import { FEATURE_SET_V1, type FeatureSnapshot } from '#domain/features';
import { midPrice, type TwoSidedMarket } from '#domain/market-data';

/** A market that becomes another: each factor multiplies what it is called after; 1 leaves it. Positive and finite. */
export interface MarketShock {
  /** Of returns: of the day, realised, and implied. */
  readonly volatilityFactor: number;
  /** Of what is traded and of what the book holds. */
  readonly volumeFactor: number;
  readonly spreadFactor: number;
}

/** What a model is asked with. */
interface Moment {
  readonly market: TwoSidedMarket;
  readonly features: FeatureSnapshot | null;
}

/**
 * The market and its features as they would be under the shock, around the same mid: off the tick grid where the spread demands it.
 * Figures that compare volume with the usual one stay, since both change; so do times, returns and shares of flow.
 */
export const shockedMoment = ({ market, features }: Moment, shock: MarketShock): Moment => ({
  market: shockedMarket(market, shock),
  features: features && { ...features, values: shockedValues(features, shock) },
});

const shockedMarket = (market: TwoSidedMarket, shock: MarketShock): TwoSidedMarket => {
  const { volatilityFactor, volumeFactor, spreadFactor } = shock;
  const mid = midPrice(market);
  const apart = (price: number): number => mid + (price - mid) * spreadFactor;
  const [bid, ask] = [market.bids[0], market.asks[0]];
  const { averageDailyVolume, dailyVolatility } = market.terms;
  return {
    ...market,
    terms: {
      ...market.terms,
      averageDailyVolume: averageDailyVolume * volumeFactor,
      dailyVolatility: dailyVolatility * volatilityFactor,
    },
    bids: [{ price: apart(bid.price), size: bid.size * volumeFactor }],
    asks: [{ price: apart(ask.price), size: ask.size * volumeFactor }],
    averageSpreadBps: market.averageSpreadBps * spreadFactor,
    realisedDailyVolatility: market.realisedDailyVolatility * volatilityFactor,
  };
};

const shockedValues = ({ set, values }: FeatureSnapshot, shock: MarketShock): FeatureSnapshot['values'] =>
  set === FEATURE_SET_V1.version
    ? values.map((value, i) => (value === null ? null : value * FACTORS[i]!(shock)))
    : values;

const VOLATILITY =
  /^(weightedMidV|v)olatility(TwoScale)?\d+sBps|^impliedVolatility$|^dailyVolatility(Parkinson|CloseToClose)/;
const SPREAD = /^spread(Bps|Ticks|Mean\d+sBps)$/;
const VOLUME = /Depth\d*(Best|Levels|Bps)\w*Units$|UnitsPerBps$|^(ofi|signedFlow)\w+Units$|^(volume|trade)Rate/;
const PER_VOLUME = /^(kyleLambdaBpsPerUnit|amihudBpsPerMillion)$/;

const factorOf = (name: string): ((shock: MarketShock) => number) => {
  if (VOLATILITY.test(name)) return ({ volatilityFactor }) => volatilityFactor;
  if (SPREAD.test(name)) return ({ spreadFactor }) => spreadFactor;
  if (VOLUME.test(name)) return ({ volumeFactor }) => volumeFactor;
  if (PER_VOLUME.test(name)) return ({ volumeFactor }) => 1 / volumeFactor;
  return () => 1;
};

/** By feature of set v1. */
const FACTORS = FEATURE_SET_V1.definitions.map(({ name }) => factorOf(name));
