import { readByModels } from './continuation.js';
import { type ForecastFlag } from './forecast-flag.js';
import { type PreparedForecast } from './prepare-forecast.js';

/** What a reader must know about a forecast before it is believed; a code with no names is left out. */
export const forecastFlags = ({ request, row, beyondReach }: PreparedForecast): readonly ForecastFlag[] => {
  const flags: readonly ForecastFlag[] = [
    {
      code: 'IMPUTED',
      names: row.imputed,
      message: 'these inputs were missing: the median of the training rows stands in',
    },
    {
      code: 'OUT_OF_RANGE',
      names: row.outOfRange,
      message:
        'these inputs lie beyond the training rows: read at the edge, the published formulas go on, the interval is wider',
    },
    {
      code: 'BEYOND_REACH',
      names: beyondReach,
      message: 'beyond the orders of training: the published formulas go on from the edge, the interval is wider',
    },
    {
      code: 'ESTIMATED_TERM',
      names: request.market.terms.estimated.filter(readByModels),
      message: 'nobody vouches for these terms: they are estimates, the interval is wider',
    },
  ];
  return flags.filter(({ names }) => names.length > 0);
};
