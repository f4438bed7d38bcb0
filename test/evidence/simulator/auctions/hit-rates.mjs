import { hitRateStudy } from '#domain/simulation';
import { compared, farthest } from './comparisons.mjs';

export const hitRates = {
  title: 'Dealers of the hit model win as often as the closed form says',
  needs: [],
  notes:
    'A dealer who always answers quotes 0 to 2 half-spreads among n parametric competitors. Done, traded away and not traded are each ' +
    'compared with the model; shown is done.',
  async measure({ quick }) {
    const rates = [0, 1, 3, 9].flatMap((n) => hitRateStudy(101, n, quick ? 10_000 : 200_000));
    const all = rates.flatMap(({ done, tradedAway, notTraded, competitors }) =>
      competitors === 0 ? [done, notTraded] : [done, tradedAway, notTraded],
    );
    return {
      figures: [
        farthest('hit_model_deviation_max', all),
        ...rates.flatMap(({ competitors, reducedSpread, done }) =>
          compared(`hit_rate_n${competitors}_d${reducedSpread}`, 'share', done),
        ),
      ],
    };
  },
};
