import { average, bootstrapped } from '../execution/estimates.mjs';
import { figure } from '../figure.mjs';
import { CARELESS, WATCHFUL, WORLDS, worked } from './worlds.mjs';

const FIRST_TRAINING_SEED = 1_001;
const FIRST_HELD_SEED = 50_001;
/** By which signal each planted harm is to be noticed, and which alarm of the rules is its own. */
const HARMS = [
  { name: 'informed', signal: 'toxicity', alarm: 'toxicDecisions' },
  { name: 'leaking', signal: 'leak', alarm: 'leakingDecisions' },
  { name: 'leaking_thrice', signal: 'leak', alarm: 'leakingDecisions' },
];
const FALSE_ALARMS = 0.1;

export const detectors = {
  title: 'Planted informed flow and a planted leak, on held seeds',
  needs: [],
  notes:
    'A sale of 150,000 units in an hour. `informed`: four times as many know that value has moved and take what waits on the wrong side of it. ' +
    '`leaking`: somebody sells 2,000 units along with the order in every half minute of 35 minutes, about as much as all others trade; ' +
    '`leaking_thrice`: 6,000. An alarm of a run: the signal is on once at least, after five minutes. `at_a_tenth`: at the level that one plain run in ten ' +
    'reaches on training seeds. `roc_area`: how often the highest level of a planted run is above that of a plain one; a half is chance. ' +
    '`reaction_worth`: cost of the rules without the detectors less that of the rules with them, by seed. Held seeds are from 50,001 on.',
  measure({ quick }) {
    const training = seedsFrom(FIRST_TRAINING_SEED, quick ? 8 : 40).map((seed) => worked(WORLDS.plain, CARELESS, seed));
    const held = seedsFrom(FIRST_HELD_SEED, quick ? 6 : 60);
    const runs = (name, rules) => held.map((seed) => worked(WORLDS[name], rules, seed));
    const plain = { watchful: runs('plain', WATCHFUL), careless: runs('plain', CARELESS) };
    return {
      figures: [
        ...worth('plain', plain),
        ...HARMS.flatMap(({ name, signal, alarm }) => {
          const planted = { watchful: runs(name, WATCHFUL), careless: runs(name, CARELESS) };
          const level = quantile(of(training, signal), 1 - FALSE_ALARMS);
          const shares = (suffix, isOn) => [
            share(`${name}_hits${suffix}`, planted, isOn),
            share(`${name}_false_alarms${suffix}`, plain, isOn),
          ];
          return [
            ...shares('', ({ watchful }) => of(watchful, alarm).map((decisions) => (decisions > 0 ? 1 : 0))),
            figure(`${name}_level_at_a_tenth`, signal === 'leak' ? 'sd' : 'spreads', level, { n: training.length }),
            ...shares('_at_a_tenth', ({ careless }) =>
              of(careless, signal).map((highest) => (highest > level ? 1 : 0)),
            ),
            estimate(`${name}_roc_area`, 'share', rocArea(of(planted.careless, signal), of(plain.careless, signal))),
            ...worth(name, planted),
          ];
        }),
      ],
    };
  },
};

const seedsFrom = (first, count) => Array.from({ length: count }, (_, i) => first + i);
const of = (runs, field) => runs.map((run) => run[field]);
const estimate = (name, unit, found) => figure(name, unit, found.value, found);
const share = (name, runs, isOn) => estimate(name, 'share', bootstrapped(average, isOn(runs)));

const quantile = (values, probability) =>
  Float64Array.from(values).sort()[Math.min(values.length - 1, Math.floor(probability * values.length))];

const worth = (name, { watchful, careless }) => [
  estimate(`${name}_cost`, 'bps', bootstrapped(average, of(watchful, 'shortfallBps'))),
  estimate(
    `${name}_reaction_worth`,
    'bps',
    bootstrapped(average, of(careless, 'shortfallBps'), of(watchful, 'shortfallBps')),
  ),
];

/** The area under the curve of hits over false alarms, by its equal: the share of pairs in which the planted one is higher. */
const rocArea = (planted, plain) =>
  bootstrapped(
    average,
    planted.map((level, i) => above(level, plain, i)),
  );

/** Against all plain runs but that of its own seed, which has its noise. */
const above = (level, plain, own) =>
  average(plain.filter((_, i) => i !== own).map((other) => (level > other ? 1 : level === other ? 0.5 : 0)));
