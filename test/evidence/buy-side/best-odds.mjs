import { rankScores } from '#domain/scoring';
import { figure } from '../figure.mjs';
import { learn, playedBy } from './auctions.mjs';
import { average, meanOf, range } from './estimates.mjs';
import { clientPolicy, scoresOf, trueCostBps } from './policies.mjs';
import { drawWorld, panelsByLot } from './world.mjs';

const BINS = 10;

export const bestOdds = {
  title: 'P(best) is what it says',
  needs: [],
  notes:
    'Quotes of held requests, scored with what was learned of their dealers on 300 others. Truly best is the quote of least all-in cost by the ' +
    'true parameters of its dealer: reject probability, move, and worth as a counterparty. ECE: mean distance of stated probability and frequency ' +
    'over ten bins, weighed by their quotes. Ranks: how often the true rank lies in the 90 % interval (ranks are whole, so more often).',
  measure({ quick }) {
    const worlds = range(3_000, quick ? 8 : 60).map((seed) => oddsOf(seed, quick ? 80 : 150));
    const odds = worlds.flat();
    const bins = range(0, BINS).map((bin) => odds.filter(({ p }) => Math.min(BINS - 1, Math.floor(p * BINS)) === bin));
    const ece = bins.reduce(
      (sum, bin) => sum + (bin.length === 0 ? 0 : (bin.length / odds.length) * Math.abs(gap(bin))),
      0,
    );
    const top = meanOf(worlds.map((world) => gap(world.filter(({ rank }) => rank === 1))));
    const inside = meanOf(worlds.map((world) => average(world.map(({ isInside }) => isInside))));
    return {
      figures: [
        figure('p_best_ece', 'share', ece, { n: odds.length, goal: 0.03, better: 'lower' }),
        figure('p_best_of_top_too_high_by', 'share', top.value, {
          low: top.low,
          high: top.high,
          n: top.n,
          better: 'lower',
        }),
        figure('true_rank_inside', 'share', inside.value, {
          low: inside.low,
          high: inside.high,
          n: inside.n,
          goal: 0.9,
          better: 'higher',
        }),
        ...bins.flatMap((bin, i) =>
          bin.length === 0
            ? []
            : [
                figure(`p_best_stated_bin_${i}`, 'share', average(bin.map(({ p }) => p)), {
                  n: bin.length,
                  better: 'higher',
                }),
                figure(`p_best_true_bin_${i}`, 'share', average(bin.map(({ isBest }) => isBest)), {
                  n: bin.length,
                  better: 'higher',
                }),
              ],
        ),
      ],
    };
  },
};

/** How much too high the stated probabilities are. */
const gap = (odds) => average(odds.map(({ p, isBest }) => p - isBest));

const oddsOf = (seed, requests) => {
  const world = drawWorld(seed, 0.35);
  const profiles = learn(world, 100_000 + seed, 300);
  const held = 200_000 + seed;
  const odds = new Map();
  const choose = (auction, timeNs) => {
    const rated = scoresOf(world, profiles, auction, timeNs);
    if (rated.length === 0) return -1;
    const ranked = rankScores(
      rated.map(({ score }) => score),
      { sdBps: 1 },
      `${held}/${auction.index}`,
    );
    if (rated.length > 1 && !odds.has(auction.index)) odds.set(auction.index, judged(world, rated, ranked));
    return world.names.indexOf(ranked[0].quote.dealer);
  };
  playedBy(world, held, requests, clientPolicy(held, panelsByLot(held, 2, 8), choose));
  return [...odds.values()].flat();
};

const judged = (world, rated, ranked) => {
  const truth = new Map(rated.map(({ dealer, score }) => [score.quote.dealer, trueCostBps(world, dealer, score)]));
  const byTruth = [...truth.entries()].sort((a, b) => a[1] - b[1]).map(([dealer]) => dealer);
  return ranked.map(({ quote, rank, bestProbability, rankLow, rankHigh }) => {
    const trueRank = byTruth.indexOf(quote.dealer) + 1;
    return {
      p: bestProbability,
      rank,
      isBest: trueRank === 1 ? 1 : 0,
      isInside: rankLow <= trueRank && trueRank <= rankHigh ? 1 : 0,
    };
  });
};
