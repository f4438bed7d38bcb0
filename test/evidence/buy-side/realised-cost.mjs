import { figure } from '../figure.mjs';
import { learn, playedBy } from './auctions.mjs';
import { average, meanOf, range } from './estimates.mjs';
import { anyLive, bestPrice, clientPolicy, lastSeen, leastScore, oracle } from './policies.mjs';
import { drawWorld, FEES_BPS, panelsByLot, WORK_ORDER, worthOf } from './world.mjs';

const PANEL_SIZE = 5;
const TRAINING_REQUESTS = 1_000;
const ABLATED = ['rejectRisk', 'feesAndSettlement', 'staleness'];

const RULES_TO_BEAT = ['best_price', 'random', 'last_seen'];

/** What the client really pays, by rule. */
export const realisedCost = {
  title: 'The advised choice costs less than the best price',
  needs: [],
  notes:
    'Each world draws ten dealers; who may refuse quotes tighter by what that saves him. The client first trades 1,000 requests with whoever is ' +
    'live, to learn, and then others, of held seeds, by each rule: the same requests, the same five dealers asked, the same luck. All in: ' +
    'price, fees, settlement and the true worth of the counterparty. `tight`: quotes lie 0.7 bps apart (one standard deviation); `wide`: 2 bps. After a ' +
    'reject or an expiry the client asks anew, and pays the moved mid, what the block is worth, and what the best price costs beyond that on average, as the score assumes; in ' +
    '`others_stand` (tight, too) the other firm quotes stand at their old prices instead, which makes a reject cheap, and the score does not ' +
    'know that. Where no quote is left the order is worked, for 14 bps. Intervals are over worlds: a hundred, because the first thirty could not tell the goal in wide markets, .015 [-.0007, .030]. The oracle knows every true parameter. ' +
    'Ablations leave one term out of the rule; quotes here are for the whole size, so the residual is 0, and nothing is known of ' +
    'counterparties, so that term is the same for all: neither is ablated.',
  measure({ quick }) {
    const seeds = range(7_000, quick ? 6 : 100);
    const requests = quick ? 100 : 250;
    const learned = (dispersion) =>
      seeds.map((seed) => {
        const world = drawWorld(seed, dispersion);
        return { seed, world, profiles: learn(world, TRAINING + seed, quick ? 500 : TRAINING_REQUESTS) };
      });
    const costs = (worlds, othersStand) => worlds.map((one) => costsOf(one, requests, othersStand));
    const [tight, wide] = [learned(0.35), learned(1)];
    return {
      figures: [
        ...figuresOf('tight', costs(tight, false)),
        ...figuresOf('wide', costs(wide, false)),
        ...figuresOf('others_stand', costs(tight, true)),
      ],
    };
  },
};

const figuresOf = (name, costs) => {
  const paired = (rule, against) => meanOf(costs.map((cost) => cost[rule] - cost[against]));
  const isJudged = name !== 'others_stand';
  return [
    ...Object.keys(costs[0]).map((rule) =>
      estimate(`${name}_${rule}`, meanOf(costs.map((cost) => cost[rule])), { better: 'lower' }),
    ),
    ...RULES_TO_BEAT.flatMap((rule) => {
      const saved = paired(rule, 'advised');
      const least = figure(`${name}_saved_against_${rule}_at_least`, 'bps', saved.low, { better: 'higher' });
      return [
        estimate(`${name}_saved_against_${rule}`, saved, { better: 'higher' }),
        isJudged ? { ...least, goal: 0 } : least,
      ];
    }),
    estimate(`${name}_gap_to_oracle`, paired('advised', 'oracle'), { better: 'lower' }),
    estimate(`${name}_oracle_saved_against_best_price`, paired('best_price', 'oracle'), { better: 'higher' }),
    ...ABLATED.map((term) =>
      estimate(`${name}_worth_of_${term}`, paired(`without_${term}`, 'advised'), { better: 'higher' }),
    ),
  ];
};

const estimate = (name, { value, low, high, n }, rest) => figure(name, 'bps', value, { low, high, n, ...rest });

const costsOf = ({ seed, world, profiles }, requests, othersStand) => {
  const held = HELD + seed;
  const rules = {
    advised: leastScore(world, profiles),
    best_price: bestPrice,
    random: anyLive(held),
    last_seen: lastSeen,
    oracle: oracle(world, profiles),
    ...Object.fromEntries(ABLATED.map((term) => [`without_${term}`, leastScore(world, profiles, [term])])),
  };
  const played = (choose) => {
    const policy = clientPolicy(held, panelsByLot(held, PANEL_SIZE, PANEL_SIZE), choose, othersStand);
    const { rows, truths } = playedBy(world, held, requests, policy);
    return rows.map((row, i) => ({ row, worthBps: worthOf(row, truths[i]) }));
  };
  const beyondWorthBps = averageBeyondWorthBps(world, played(bestPrice));
  const allInBps = ({ row, worthBps }) => {
    if (row.winner >= 0) return tradedBps(world, row);
    const movedBps = (row.side * (row.endMid - row.arrivalMid) * 1e4) / row.arrivalMid;
    return movedBps + (othersStand ? WORK_ORDER.meanBps : worthBps + beyondWorthBps);
  };
  return Object.fromEntries(
    Object.entries(rules).map(([name, choose]) => [name, average(played(choose).map(allInBps))]),
  );
};

/** What the best price costs beyond the block's worth, where it is done: for every rule the same. */
const averageBeyondWorthBps = (world, played) =>
  average(played.filter(({ row }) => row.winner >= 0).map(({ row, worthBps }) => tradedBps(world, row) - worthBps));

const tradedBps = ({ dealers }, { winner, costBps }) => {
  const { settlementBps, counterpartyBps } = dealers[winner];
  return costBps + FEES_BPS + settlementBps + counterpartyBps;
};

/** Seeds of learning and of judging never meet. */
const TRAINING = 100_000;
const HELD = 200_000;
