import { type ScheduleStudy } from '#domain/simulation';
import { type Figure } from '../figure.js';
import { duration, percent, whole, withInterval } from '../numbers.js';
import { paddedDomain } from '../scale.js';

/** What an order cost by each schedule, and how they compare seed by seed. */
export const schedulesFigure = ({ task, participation, policies }: ScheduleStudy): Figure => ({
  title: 'Schedules compared',
  charts: [
    {
      title: 'Shortfall against that of the first schedule',
      description: policies
        .map(({ name, againstFirstBps }) => `${name}: ${withInterval(againstFirstBps)} bps`)
        .join('; '),
      x: {
        label: '',
        kind: 'LINEAR',
        domain: [-0.6, policies.length - 0.4],
        ticks: policies.map((_, i) => i),
        format: (i) => policies[i]!.name,
      },
      y: {
        label: `less that of ${policies[0]!.name}, bps`,
        kind: 'LINEAR',
        domain: paddedDomain(
          policies.flatMap(({ againstFirstBps: { value, low, high } }) => [value, low, high]),
          [0],
        ),
        format: String,
      },
      marks: [
        { kind: 'RULE', y: 0 },
        {
          kind: 'DOTS',
          colour: 1,
          points: policies.map(({ name, againstFirstBps: { value, low, high } }, i) => ({
            ...{ x: i, y: value, low, high },
            title: `${name}: ${withInterval({ value, low, high })} bps`,
          })),
        },
      ],
      small: true,
    },
  ],
  table: {
    header: ['bps of the arrival mid', 'shortfall', `against ${policies[0]!.name}, by seed`],
    rows: policies.map(({ name, shortfallBps, againstFirstBps }, i) => [
      name,
      withInterval(shortfallBps),
      i === 0 ? '' : withInterval(againstFirstBps),
    ]),
  },
  caption: `A buy of ${whole(task.quantity)} units, ${percent(participation)} of what trades meanwhile, over ${duration(task.horizonSeconds)} on ${whole(policies[0]!.results.length)} seeds; 95 % by the normal law. The others take with market orders. The book shows all of its liquidity, so this says nothing of urgency.`,
});
