import { KeyedRng } from '#domain/core';
import { LIQUID_STOCK, recordSession, stylisedFacts } from '#domain/simulation';
import { estimated } from '../figure.mjs';

/** Nothing was chosen on these: the parameters were settled on seeds 1 to 60. */
const FIRST_SEED = 61;

export const marketFacts = {
  title: 'Stylised facts of the market of agents',
  needs: [],
  notes:
    'Sessions of the default market on seeds that nothing was chosen on; simulated. Intervals by bootstrap over sessions. Impact is ' +
    'of the metaorders of the background, of five children or more; nothing in the code says a square root.',
  async measure({ quick, progress }) {
    const count = quick ? 24 : 60;
    const sessions = [];
    for (let seed = FIRST_SEED; seed < FIRST_SEED + count; seed += 1) {
      const recorded = recordSession(LIQUID_STOCK, seed);
      if (!recorded.ok) throw new Error(recorded.error.message);
      sessions.push(recorded.value);
      if (sessions.length % 10 === 0) progress?.(`${sessions.length} of ${count} sessions`);
    }
    const facts = stylisedFacts(sessions, new KeyedRng(1));
    const n = { n: count };
    return {
      figures: [
        estimated('impact_exponent', 'exponent', facts.impact?.exponent, { ...n, goal: 0.4, better: 'higher' }),
        estimated('impact_exponent_at_most', 'exponent', facts.impact?.exponent, { ...n, goal: 0.7, better: 'lower' }),
        estimated('impact_side_asymmetry', '0: impact', facts.impact?.sideAsymmetry, n),
        estimated('close_to_peak', 'share', facts.closeToPeak, { ...n, goal: 0.55, better: 'higher' }),
        estimated('close_to_peak_at_most', 'share', facts.closeToPeak, { ...n, goal: 0.8, better: 'lower' }),
        estimated('after_to_peak', 'share', facts.afterToPeak, n),
        estimated('paid_to_peak', 'share', facts.paidToPeak, n),
        estimated('sign_autocorrelation_exponent', 'exponent', facts.signExponent, n),
        estimated('mean_spread', 'ticks', facts.meanSpreadTicks, n),
        estimated('kurtosis_10s', 'excess', facts.kurtosis10s, n),
        estimated('kurtosis_300s', 'excess', facts.kurtosis300s, n),
        estimated('session_volatility', 'percent', facts.dailyVolatilityPercent, n),
        ...facts.signature.map(({ intervalSeconds, hourlyBps }) =>
          estimated(`volatility_at_${intervalSeconds}s`, 'bps per root hour', hourlyBps, n),
        ),
      ],
    };
  },
};
