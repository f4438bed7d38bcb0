import { isTwoSided, type TwoSidedMarket } from '#domain/market-data';
import { standardBlockUnits } from '#domain/quoting';
import { type DeskPosition, type MarketState } from '#application/ports';
import { heldPosition, type HeldPosition } from './situation.js';

/** Instruments beside the one asked for whose risk enters a quote: those with the most of it. */
const OTHERS_MAX = 7;

/**
 * What the desk holds of the instrument asked for, then of others. A position whose market is not two-sided now is left out: nothing
 * says what its risk is, and it counts again as soon as something does.
 */
export const inventoryOf = (
  state: MarketState,
  market: TwoSidedMarket,
  positions: readonly DeskPosition[],
): readonly [HeldPosition, ...HeldPosition[]] => {
  const { instrumentId } = market.terms;
  const own = positions.find((position) => position.instrumentId === instrumentId);
  const others = positions.flatMap((position) => {
    const other = position.instrumentId === instrumentId ? undefined : state.latest(position.instrumentId);
    return other !== undefined && isTwoSided(other) ? [heldPosition(other, position.quantity)] : [];
  });
  others.sort((a, b) => riskOf(b) - riskOf(a));
  return [heldPosition(market, own?.quantity ?? 0), ...others.slice(0, OTHERS_MAX)];
};

const riskOf = ({ quantity, averageDailyVolume, volatilityBpsPerSqrtSecond }: HeldPosition): number =>
  (Math.abs(quantity) / standardBlockUnits(averageDailyVolume)) * volatilityBpsPerSqrtSecond;
