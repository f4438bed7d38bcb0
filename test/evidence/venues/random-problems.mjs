import { KeyedRng } from '#domain/core';
import { isAllowed, jointSplit } from '#domain/venues';
import { figure } from '../figure.mjs';

const KINDS = ['LIT', 'DARK', 'BLOCK', 'PERIODIC_AUCTION', 'RFQ'];
const SCENARIOS = 20;
const SEARCH = { stepsMost: 8, iterationsMost: 3, gapBps: 0.1 };

export const randomProblems = {
  title: 'Random problems: constraints, and the sum',
  needs: [],
  notes:
    'One to six venues of random costs with minimum and maximum sizes, all-or-none venues, a number of venues and units of a kind that the desk ' +
    'limits. The search is cut short on purpose: what it answers must be allowed all the same.',
  measure({ quick }) {
    const problems = quick ? 1_000 : 100_000;
    const rng = new KeyedRng(11);
    let [answered, violations] = [0, 0];
    for (let i = 0; i < problems; i += 1) {
      rng.select(i, 1);
      const constraints = randomConstraints(rng);
      const split = jointSplit(constraints, randomCosts(rng, constraints), rng.uniform(), SEARCH);
      if (split === undefined) continue;
      answered += 1;
      if (!isAllowed(constraints, split.units)) violations += 1;
      if (split.units.reduce((sum, units) => sum + units, 0) !== constraints.units) violations += 1;
    }
    return {
      figures: [
        figure('problems', '', problems),
        figure('problems_with_an_allowed_split', '', answered),
        figure('violations', '', violations, { n: answered, goal: 0, better: 'lower' }),
      ],
    };
  },
};

const randomConstraints = (rng) => {
  const lots = 1 + rng.below(12);
  const lotUnits = 1 + rng.below(3) * 50;
  const kind = () => KINDS[rng.below(KINDS.length)];
  const venues = Array.from({ length: 1 + rng.below(6) }, () => {
    const maxUnits = (1 + rng.below(lots + 2)) * lotUnits;
    const minUnits = rng.uniform() < 0.5 ? 0 : Math.min(maxUnits, rng.below(lots) * lotUnits);
    return { kind: kind(), minUnits, maxUnits, allOrNone: rng.uniform() < 0.2 };
  });
  return {
    units: lots * lotUnits,
    lotUnits,
    venues,
    limits: {
      ...(rng.uniform() < 0.3 ? { venuesMost: 1 + rng.below(venues.length) } : {}),
      ...(rng.uniform() < 0.3 ? { unitsMostByKind: { [kind()]: rng.below(lots * lotUnits + 1) } } : {}),
    },
  };
};

const randomCosts = (rng, { venues, units }) => {
  const shapes = venues.map(() => ({
    fixed: units * rng.uniform(),
    perUnit: 10 * rng.uniform(),
    luck: Float64Array.from({ length: SCENARIOS }, () => 5 * rng.normal()),
    taken: rng.uniform(),
  }));
  const impactBps = 10 * rng.uniform();
  return {
    scenarios: SCENARIOS,
    columns: (venue, of) => {
      const { fixed, perUnit, luck, taken } = shapes[venue];
      return {
        costs: luck.map((bps) => fixed + of * (perUnit + bps)),
        taken: new Float64Array(SCENARIOS).fill(of * taken),
        early: new Float64Array(SCENARIOS).fill((of * taken) / 2),
        exposed: new Float64Array(SCENARIOS).fill(of * (1 - taken)),
      };
    },
    impact: (of) => (impactBps * of * of) / units,
    marginalImpact: (of) => (2 * impactBps * of) / units,
    displacement: (of) => (impactBps * of) / units,
  };
};
