import {
  bestMarkup,
  carryingCostBps,
  exponentialHits,
  flowSensitivity,
  inventoryPressureBps,
  optimalUtility,
  policyUtility,
  stationaryPenalty,
  utilityOf,
} from '#domain/quoting';
import { KeyedRng } from '#domain/core';
import { HitCurve, HitModel } from '#domain/rfq';
import { figure } from '../figure.mjs';
import { PLANTED } from './auctions.mjs';

const COMMON = { blocksMax: 12, horizonSeconds: 1_200, variance: 0.05, requestsPerSecond: 0.1 };

export const optimum = {
  title: 'The engine against the exact optimum',
  needs: [],
  notes:
    'One asset, blocks of one, solved by dynamic programming; the same recursion values the engine, so that no simulation stands in ' +
    'between. And the best markup against the best of 3,000 tried ones in random markets.',
  measure({ quick }) {
    const problems = [
      ['exponential', exponentialHits(1, 1.5)],
      ['fitted_law', reducedHits()],
    ].flatMap(([name, hits]) =>
      [0.02, 0.2].flatMap((riskAversion) =>
        [1, 20].map((hedgeCostBps) => ({
          name: `${name}_risk_${riskAversion}_hedge_${hedgeCostBps}`,
          problem: { ...COMMON, hits, riskAversion, hedgeCostBps, steps: quick ? 300 : 1_200 },
        })),
      ),
    );
    const shares = problems.map(({ name, problem }) => ({
      name,
      share: policyUtility(problem, enginePolicy(problem)) / optimalUtility(problem),
    }));
    const markets = quick ? 500 : 10_000;
    return {
      figures: [
        ...shares.map(({ name, share }) => figure(`share_of_optimum_${name}`, 'share', share)),
        figure('share_of_optimum_least', 'share', Math.min(...shares.map(({ share }) => share)), {
          n: shares.length,
          goal: 0.95,
          better: 'higher',
        }),
        figure('markup_short_of_brute_force_max', 'share of utility', shortfallMax(markets), {
          n: markets,
          goal: 1e-3,
          better: 'lower',
        }),
      ],
    };
  },
};

const reducedHits = () => new HitCurve(new HitModel(PLANTED), 2);

/** The engine's rules on a problem of this kind: keep or hedge, whichever costs less, and the best markup above that. */
const enginePolicy = ({ hits, variance, riskAversion, requestsPerSecond, hedgeCostBps }) => {
  const covariance = { matrix: [Float64Array.of(variance)], isRepaired: false };
  const penalty = stationaryPenalty(covariance, riskAversion, [requestsPerSecond * flowSensitivity(hits, 0)]);
  const keeping = (inventory, side) =>
    carryingCostBps(penalty, 0, 1) - side * inventoryPressureBps(penalty, [inventory], 0);
  const markups = new Map();
  return {
    markupBps: (inventory, side) => {
      const cost = Math.min(keeping(inventory, side), hedgeCostBps);
      if (!markups.has(cost)) markups.set(cost, bestMarkup(hits, cost));
      return markups.get(cost);
    },
    hedges: (inventory) => -keeping(inventory, Math.sign(inventory)) > hedgeCostBps,
  };
};

/** By how much of its utility the best markup falls short of the best of 3,000, at worst. */
const shortfallMax = (markets) => {
  const rng = new KeyedRng(9);
  let worst = 0;
  for (let i = 0; i < markets; i += 1) {
    rng.select(i, 1);
    const between = (low, high) => low + (high - low) * rng.uniform();
    const model = new HitModel({
      reservation: { mean: between(0, 3), sd: between(0.3, 2) },
      competitors: {
        location: between(-1, 2),
        scale: between(0.3, 2),
        skewness: between(-3, 3),
        shape: between(0.5, 2.5),
      },
      responseProbability: rng.uniform(),
    });
    const hits = new HitCurve(model, rng.below(10));
    const [cost, riskAversion] = [between(-2, 3), rng.below(2) * between(0.01, 5)];
    const utility = (d) => utilityOf(d - cost, riskAversion) * hits.hit(d);
    const ours = utility(bestMarkup(hits, cost, riskAversion));
    let tried = 0;
    for (let step = 1; step <= 3_000; step += 1) tried = Math.max(tried, utility(cost + 0.004 * step));
    if (tried > 1e-9) worst = Math.max(worst, 1 - ours / tried);
  }
  return worst;
};
