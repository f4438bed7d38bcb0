import { readByModels } from './continuation.js';
import { type ForecastFlag } from './forecast-flag.js';
import { type PreparedForecast } from './prepare-forecast.js';

const MESSAGES: Readonly<Record<ForecastFlag['code'], string>> = {
  IMPUTED: 'these inputs were missing: the median of the training rows stands in',
  OUT_OF_RANGE:
    'these inputs lie beyond the training rows: read at the edge, the published formulas go on, the interval is wider',
  BEYOND_REACH: 'beyond the orders of training: the published formulas go on from the edge, the interval is wider',
  ESTIMATED_TERM: 'nobody vouches for these terms: they are estimates, the interval is wider',
};

/** What a reader must know about a forecast before it is believed; a code with no names is left out. */
export const forecastFlags = ({ request, row, beyondReach }: PreparedForecast): readonly ForecastFlag[] => {
  const flags: ForecastFlag[] = [];
  const tell = (code: ForecastFlag['code'], names: readonly string[]): void => {
    if (names.length > 0) flags.push({ code, names, message: MESSAGES[code] });
  };
  tell('IMPUTED', row.imputed);
  tell('OUT_OF_RANGE', row.outOfRange);
  tell('BEYOND_REACH', beyondReach);
  tell('ESTIMATED_TERM', request.market.terms.estimated.filter(readByModels));
  return flags;
};
