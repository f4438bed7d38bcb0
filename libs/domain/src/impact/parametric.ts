import { spreadBps } from '#domain/market-data';
import { gaussian } from './distribution/normal-cost.js';
import { type ImpactForecast, type ImpactRequest } from './forecast.js';
import { meanPartBps, memberImpacts } from './members.js';
import { PARAMETRIC_COEFFICIENTS } from './parametric-coefficients.js';
import { requireNotNegative } from './range.js';
import { combinedSdBps, residualComponents } from './residual.js';
import { workedOrder } from './worked-order.js';

/**
 * Forecast from published formulas alone: the equal-weight average of square root, Almgren 2005 and I-Star, plus the
 * spread, with a normal residual made of named components.
 *
 * - **Spread**: the share that crosses pays half of the quoted spread now. The posted share pays none and earns none: what
 *   a passive fill saves it loses on average to adverse selection (Glosten and Milgrom 1985: competitive quotes break even).
 *   None of the members contains a spread.
 * - **Volatility** is the daily one of the instrument's terms, since the coefficients were fitted on it; the volatility
 *   realised over the last minutes is not used.
 * - **Permanent and temporary** are unsigned, in the order's own direction; both sides of one book get the same forecast.
 * - The cost never falls in quantity or aggression, nor rises in the horizon.
 *
 * Throws RangeError naming the field when a number of the request is out of range; finite otherwise.
 */
export const parametricForecast = (request: ImpactRequest): ImpactForecast => {
  const order = workedOrder(request);
  const quotedSpreadBps = spreadBps(request.market);
  requireNotNegative('spreadBps', quotedSpreadBps);
  const spreadPaidBps = (request.aggression * quotedSpreadBps) / 2;

  const members = memberImpacts(order, PARAMETRIC_COEFFICIENTS);
  const temporaryBps = meanPartBps(members, 'temporaryBps') + spreadPaidBps;
  const permanentBps = meanPartBps(members, 'permanentBps');
  const residual = residualComponents(order, members, request.market.terms.estimated, PARAMETRIC_COEFFICIENTS);

  return {
    modelVersion: PARAMETRIC_COEFFICIENTS.modelVersion,
    tier: 'PARAMETRIC',
    identification: 'PUBLISHED_COEFFICIENTS',
    temporaryBps,
    permanentBps,
    lastingShiftBps: meanPartBps(members, 'lastingShiftBps'),
    slippage: gaussian(temporaryBps + permanentBps, combinedSdBps(residual)),
    residual,
    members: members.map((member) => ({
      name: member.name,
      slippageBps: member.temporaryBps + member.permanentBps + spreadPaidBps,
    })),
  };
};
