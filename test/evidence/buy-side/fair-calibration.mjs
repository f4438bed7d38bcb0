import { bestOfNBps, fairValue, quoteErrorOf } from '#domain/scoring';
import { figure } from '../figure.mjs';
import { learn, playedBy } from './auctions.mjs';
import { average, meanOf, range } from './estimates.mjs';
import { bestPrice, clientPolicy } from './policies.mjs';
import { drawWorld, equalWorld, panelsByLot, PRIOR, worthOf } from './world.mjs';

const ERROR_SD_BPS = 2;
const DEALERS = 10;
/** Of 90 %: what lies between. */
const Z_90 = 1.644_853_626_951_472;

/** Quotes of a request against the mid when each was given. */
const quotedCosts = ({ side, arrivalMid, quotes }) =>
  quotes
    .map(({ dealer, bid, offer, midAtQuote }) => ({
      dealer,
      costBps: (side * ((side > 0 ? offer : bid) - midAtQuote) * 1e4) / arrivalMid,
    }))
    .filter(({ costBps }) => !Number.isNaN(costBps));

export const winnersCurse = {
  title: 'Fair value is free of the winner’s curse',
  needs: [],
  notes:
    'Equal dealers who all quote value plus an error of 2 bps, in units of that error. Uncorrected: the best of N quotes for the fair cost, which is ' +
    'too good by d_N. Corrected: that less the expected best error. Fair value: the posterior of prior and all N quotes.',
  measure({ quick }) {
    const world = equalWorld(DEALERS, ERROR_SD_BPS);
    const all = () => range(0, DEALERS);
    const { rows, truths } = playedBy(world, 301, quick ? 2_000 : 8_000, clientPolicy(301, all, bestPrice));
    const error = { biasBps: 0, biasSdBps: 0, errorSdBps: ERROR_SD_BPS, errorFreedom: Infinity };
    const counts = range(1, DEALERS).map((count) => {
      const correction = bestOfNBps(Array.from({ length: count }, () => error));
      const [best, fair] = [[], []];
      for (const [i, row] of rows.entries()) {
        const worth = worthOf(row, truths[i]);
        const quotes = quotedCosts(row).slice(0, count);
        best.push((Math.min(...quotes.map(({ costBps }) => costBps)) - worth) / ERROR_SD_BPS);
        fair.push((valueOf(quotes, () => error).costBps - worth) / ERROR_SD_BPS);
      }
      return { count, best: meanOf(best), correction: correction / ERROR_SD_BPS, fair: meanOf(fair) };
    });
    return {
      figures: [
        ...counts.map(({ count, best: { value, low, high, n } }) =>
          figure(`best_of_${count}_bias`, 'error sds', value, { low, high, n, better: 'higher' }),
        ),
        ...counts.map(({ count, best, correction }) =>
          bias(`best_of_${count}_corrected_bias_size`, best.value - correction, best.n),
        ),
        ...counts.map(({ count, fair }) => bias(`fair_value_of_${count}_bias_size`, fair.value, fair.n)),
      ],
    };
  },
};

/** How far from 0, whatever the direction. */
const bias = (name, value, n) => figure(name, 'error sds', Math.abs(value), { n, goal: 0.05, better: 'lower' });

export const fairCoverage = {
  title: 'Fair value with learned dealers: bias and coverage',
  needs: [],
  notes:
    'Dealers of each world differ in bias, error and how often they answer; all that is known of them was learned on 600 other requests. One to ten ' +
    'are asked, by lot. Bias in standard deviations of what is predicted, coverage of the 90 % interval; both also by the number of quotes and by ' +
    'size. How little their errors are known is part of the interval. Intervals are over worlds, which have dealers of their own.',
  measure({ quick }) {
    const seeds = range(2_000, quick ? 8 : 40);
    const worlds = seeds.map((seed) => judgedRequests(seed, quick ? 200 : 400));
    const groups = {
      all: () => true,
      quotes_1: ({ count }) => count === 1,
      quotes_2_3: ({ count }) => count === 2 || count === 3,
      quotes_4_5: ({ count }) => count === 4 || count === 5,
      quotes_6_up: ({ count }) => count >= 6,
      small: ({ quantity }) => quantity < 10_000,
      large: ({ quantity }) => quantity >= 10_000,
    };
    return {
      figures: Object.entries(groups).flatMap(([name, isIn]) => {
        const ofWorld = (read) => worlds.map((judged) => average(judged.filter(isIn).map(read)));
        const [z, covered] = [meanOf(ofWorld((one) => one.z)), meanOf(ofWorld((one) => one.isCovered))];
        return [
          figure(`bias_${name}`, 'sd', z.value, { low: z.low, high: z.high, n: z.n, better: 'lower' }),
          figure(`bias_size_${name}`, 'sd', Math.abs(z.value), { n: z.n, goal: 0.05, better: 'lower' }),
          figure(`coverage_90_${name}`, 'share', covered.value, {
            low: covered.low,
            high: covered.high,
            n: covered.n,
            better: 'higher',
          }),
          figure(`coverage_90_off_by_${name}`, 'share', Math.abs(covered.value - 0.9), { goal: 0.02, better: 'lower' }),
        ];
      }),
    };
  },
};

const judgedRequests = (seed, requests) => {
  const world = drawWorld(seed);
  const profiles = learn(world, 100_000 + seed, 600);
  const held = 200_000 + seed;
  const { rows, truths } = playedBy(world, held, requests, clientPolicy(held, panelsByLot(held, 1, 10), bestPrice));
  return rows.flatMap((row, i) => {
    const quotes = quotedCosts(row);
    if (quotes.length === 0) return [];
    const fair = valueOf(quotes, (dealer) => quoteErrorOf(profiles[dealer]));
    const z = (fair.costBps - worthOf(row, truths[i])) / fair.sdBps;
    return [{ z, isCovered: Math.abs(z) <= Z_90 ? 1 : 0, count: quotes.length, quantity: row.quantity }];
  });
};

const valueOf = (quotes, errorOf) =>
  fairValue(
    PRIOR,
    quotes.map(({ dealer, costBps }) => ({ dealer: `${dealer}`, costBps, stalenessSdBps: 0, error: errorOf(dealer) })),
  );
