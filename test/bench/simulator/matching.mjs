import { parseArgs } from 'node:util';
import { figure } from '../figures.mjs';
import { tellFigures } from '../market-data/part.mjs';
import { realRecordings } from '../market-data/recordings.mjs';
import { interleaved, ratios } from '../market-data/rounds.mjs';
import { median } from '../statistics.mjs';
import { expectSame, packageRequests, PackagePlayer, Player } from './players.mjs';
import { recordedTrace } from './recorded-trace.mjs';
import { steadyTrace } from './steady-market.mjs';

const GOAL = 200;
const GOAL_PER_SECOND = 5;
/** The package takes a hundred times as long: own books play the trace several times in a round, or caches would never be warm. */
const REPEATS = 10;

/** Slots of a market in its steady state, of which about half have an order that rests; and how many requests are measured. */
const STEADY = {
  thin: { slots: 400, count: 150_000, quickCount: 40_000 },
  usual: { slots: 4_000, count: 150_000, quickCount: 40_000 },
  deep: { slots: 20_000, count: 100_000, quickCount: 20_000 },
  vast: { slots: 100_000, count: 20_000, quickCount: 2_000 },
};
const RECORDED = {
  amzn: 'lobster/LOBSTER_SampleFile_AMZN_2012-06-21_5.zip',
  aapl: 'lobster/LOBSTER_SampleFile_AAPL_2012-06-21_1.zip',
};

// `matching.mjs TRACE [--quick]`: one trace, so that no code is fitted to another.
const {
  values: { quick },
  positionals: [name],
} = parseArgs({ options: { quick: { type: 'boolean', default: false } }, allowPositionals: true });
const rounds = quick ? 3 : 9;

/** Undefined where the recording is not there. */
const traceNamed = async () => {
  if (!Object.hasOwn(RECORDED, name)) {
    const { slots, count, quickCount } = STEADY[name];
    return steadyTrace(slots, quick ? quickCount : count);
  }
  const paths = realRecordings(RECORDED[name]);
  return paths && (await recordedTrace(paths));
};

const measure = (trace) => {
  const { opening, requests } = trace;
  const count = requests.length - opening;
  const made = packageRequests(requests);
  const newPlayers = () => [
    new PackagePlayer(trace, made),
    ...Array.from({ length: REPEATS }, () => new Player(trace)),
  ];
  let theirs, ours;
  const timesMs = interleaved(
    {
      ours: () => {
        for (const player of ours) player.play(opening, requests.length);
      },
      theirs: () => {
        theirs.play(opening, requests.length);
      },
    },
    rounds,
    () => {
      [theirs, ...ours] = newPlayers();
      for (const player of [theirs, ...ours]) player.play(0, opening);
      // What one of them leaves to be collected is not to be paid for by the other.
      globalThis.gc();
    },
  );
  const [other, own] = newPlayers();
  const resting = [];
  for (const player of [other, own]) player.play(0, opening);
  for (let at = opening; at < requests.length; at += 1) {
    own.play(at, at + 1);
    resting.push(own.book.resting.orderCount);
  }
  other.play(opening, requests.length);
  expectSame(own.book.resting, other.book);
  const ownNs = timesMs.ours.map((ms) => (ms * 1e6) / (count * REPEATS));
  const packageNs = timesMs.theirs.map((ms) => (ms * 1e6) / count);
  const perSecond = ownNs.map((ns) => 1_000 / ns);
  return [
    figure(`matching.${name}.ratio`, 'ratio', ratios(packageNs, ownNs), { goal: GOAL, better: 'higher' }),
    figure(`matching.${name}.ns`, 'ns/request', ownNs, { better: 'lower' }),
    figure(`matching.${name}.packageNs`, 'ns/request', packageNs, { better: 'lower' }),
    figure(`matching.${name}.perSecond`, 'M/s', perSecond, { goal: GOAL_PER_SECOND, better: 'higher' }),
    figure(`matching.${name}.resting`, 'orders', [median(resting)], { better: 'higher' }),
  ];
};

const trace = await traceNamed();
tellFigures(trace === undefined ? [] : measure(trace));
