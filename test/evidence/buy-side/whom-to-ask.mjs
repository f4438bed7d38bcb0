import { choosePanel, DEFAULT_LEAKAGE_GATE, LeakageHistory } from '#domain/scoring';
import { cheapestOf, panelSizeStudy } from '#domain/simulation';
import { figure } from '../figure.mjs';
import { playedBy } from './auctions.mjs';
import { average, meanOf, range } from './estimates.mjs';
import { anyLive, clientPolicy } from './policies.mjs';
import { drawWorld, panelsByLot } from './world.mjs';

const DEALERS_MAX = 10;
const MEAN_BPS = 5;
/** No alternative: as in the study, the client trades at any price. */
const ANY_PRICE_BPS = 1_000;

export const panelSize = {
  title: 'The recommended number of dealers is the cheapest one',
  needs: [],
  notes:
    'Equal dealers who all answer with value plus a normal error, and charge what the others will leak: the number recommended from ' +
    'error and leakage against the cheapest of one to ten in the simulator, over the same requests.',
  measure({ quick }) {
    const figures = [1, 2, 4].flatMap((quoteSdBps) =>
      [0.2, 0.5, 1].flatMap((leakageBps) => {
        const cost = { meanBps: MEAN_BPS, quoteSdBps, leakageBps };
        const sizes = panelSizeStudy(401, cost, DEALERS_MAX, quick ? 150 : 500);
        const simulated = cheapestOf(sizes, cost).simulated;
        const candidates = range(0, DEALERS_MAX).map((i) => ({
          dealer: `D${i}`,
          costBps: { mean: MEAN_BPS, sd: quoteSdBps },
          responseProbability: 1,
          leakageBps,
        }));
        const recommended = choosePanel(candidates, ANY_PRICE_BPS).cheapest.dealers.length;
        const name = `sd_${quoteSdBps}_leakage_${leakageBps}`;
        return [
          figure(`recommended_${name}`, 'dealers', recommended, { better: 'lower' }),
          figure(`cheapest_${name}`, 'dealers', simulated, { n: sizes[0].cost.simulated.n, better: 'lower' }),
          figure(`apart_${name}`, 'dealers', Math.abs(recommended - simulated), { goal: 1, better: 'lower' }),
        ];
      }),
    );
    return { figures };
  },
};

export const leakage = {
  title: 'Leakage is found where it was planted, and not before there is enough to say so',
  needs: [],
  notes:
    'Ten dealers of each world leak 0 to 0.8 bps when they lose; one to six are asked by lot, and whoever is live is traded with, whose hedge ' +
    'moves the mid as well. An estimate is given when 50 requests each were lost and not asked, and its 95 % interval is within 0.25 bps. ' +
    'How many of those cover is given over worlds, as the ten estimates of one rest on the same requests.',
  measure({ quick }) {
    const seeds = range(4_000, quick ? 1 : 40);
    const requests = quick ? 12_000 : 16_000;
    const worlds = seeds.map((seed) => estimatesOf(seed, requests).filter(({ leakage: found }) => found !== undefined));
    const given = worlds.flat();
    const early = seeds.flatMap((seed) => estimatesOf(seed, 300)).filter(({ leakage: found }) => found !== undefined);
    // Those of one world rest on the same requests.
    const covered = meanOf(
      worlds
        .filter((one) => one.length > 0)
        .map((one) =>
          average(one.map(({ leakage: found, planted }) => (found.low <= planted && planted <= found.high ? 1 : 0))),
        ),
    );
    return {
      figures: [
        figure('leakage_given', 'share', given.length / (10 * seeds.length), {
          n: 10 * seeds.length,
          better: 'higher',
          goal: 0.9,
        }),
        figure('leakage_intervals_that_cover', 'share', covered.value, {
          low: covered.low,
          high: covered.high,
          n: covered.n,
          better: 'higher',
          goal: 0.9,
        }),
        figure('leakage_error_mean', 'bps', average(given.map(({ leakage: found, planted }) => found.bps - planted)), {
          n: given.length,
          better: 'lower',
        }),
        figure(
          'leakage_half_width_mean',
          'bps',
          average(given.map(({ leakage: found }) => (found.high - found.low) / 2)),
          { n: given.length, better: 'lower' },
        ),
        figure('leakage_given_after_300_requests', 'dealers', early.length, {
          n: 10 * seeds.length,
          better: 'lower',
          goal: 0,
        }),
      ],
    };
  },
};

const estimatesOf = (seed, requests) => {
  const world = drawWorld(seed);
  const history = new LeakageHistory(world.names, [], 0);
  const policy = clientPolicy(seed, panelsByLot(seed, 1, 6), anyLive(seed));
  for (const row of playedBy(world, seed, requests, policy).rows) history.add(row);
  return history
    .estimates(DEFAULT_LEAKAGE_GATE)
    .map((estimate, i) => ({ ...estimate, planted: world.dealers[i].leakageBps }));
};
