import { type BacktestOrdersSummary, type Way } from '#application/backtest-orders';
import { MARKOUT_SECONDS, type WaySummary } from '#domain/simulation';
import { type Figure, type Table } from '../figure.js';
import { duration, percent, whole, withInterval } from '../numbers.js';
import { paddedDomain } from '../scale.js';
import { colourOf, WAY_NAMES } from '../ways.js';

/** What the orders cost by each way, with its parts and intervals. */
export const costFigure = ({ ways }: BacktestOrdersSummary): Figure => ({
  title: 'Cost by way',
  charts: [
    {
      title: 'Cost by way',
      description: ways.map((way) => `${nameOf(way)}: ${withInterval(way.shortfallBps.total)} bps`).join('; '),
      x: {
        label: '',
        kind: 'LINEAR',
        domain: [-0.6, ways.length - 0.4],
        ticks: ways.map((_, i) => i),
        format: (i) => nameOf(ways[i]!),
      },
      y: {
        label: 'shortfall, bps',
        kind: 'LINEAR',
        domain: paddedDomain(
          ways.flatMap(({ shortfallBps: { total } }) => [total.value, total.low, total.high]),
          [0],
        ),
        format: (bps) => String(bps),
      },
      marks: [
        { kind: 'RULE', y: 0 },
        ...ways.map((way, i) => ({
          kind: 'DOTS' as const,
          colour: colourOf(way.way as Way),
          points: [
            {
              x: i,
              y: way.shortfallBps.total.value,
              low: way.shortfallBps.total.low,
              high: way.shortfallBps.total.high,
              title: `${nameOf(way)}: ${withInterval(way.shortfallBps.total)} bps, ${whole(way.orders)} orders`,
            },
          ],
        })),
      ],
      small: true,
    },
  ],
  caption: 'Mean over orders, with its interval.',
});

const nameOf = ({ way }: WaySummary): string => WAY_NAMES[way as Way];

/** The parts of the cost, and what else is known of each way. */
export const costTable = ({ ways }: BacktestOrdersSummary): Table => {
  const row = (name: string, of: (way: WaySummary) => string): readonly string[] => [name, ...ways.map(of)];
  const part = (name: keyof WaySummary['shortfallBps'], label: string): readonly string[] =>
    row(label, ({ shortfallBps }) => withInterval(shortfallBps[name]));
  return {
    header: ['bps', ...ways.map(nameOf)],
    rows: [
      part('total', 'shortfall'),
      part('spread', 'spread'),
      part('timing', 'timing'),
      part('ownImpact', 'own impact (overlay)'),
      part('fees', 'fees'),
      part('opportunity', 'opportunity'),
      row('weighted by value', (way) => withInterval(way.weightedShortfallBps)),
      ...(ways.length > 1 ? [row(`against ${nameOf(ways[0]!)}`, (way) => withInterval(way.differenceBps))] : []),
      row('filled', (way) => percent(way.filledShare.value)),
      row('of it posted', (way) => percent(way.addedShare.value / way.filledShare.value)),
      ...MARKOUT_SECONDS.map((seconds, i) =>
        row(`markout ${duration(seconds)}`, (way) => withInterval(way.markoutsBps[i]!)),
      ),
      row('orders', (way) => whole(way.orders)),
    ],
  };
};

/** What the table shows, and how far its intervals can be trusted. */
export const costCaption = ({ ways: [way] }: BacktestOrdersSummary): string =>
  `Implementation shortfall, mean over orders in bps of the arrival mid; positive is worse, the parts sum to it. Markout: the recorded mid after the fills against them; positive is in our favour. ${way === undefined ? '' : intervalsInWords(way)}`;

const intervalsInWords = (way: WaySummary): string => {
  if (Number.isNaN(way.shortfallBps.total.low)) {
    return 'Too few orders at different times for an interval.';
  }
  return way.intervalsOver === 'DAY'
    ? `In brackets 95 % by bootstrap over ${way.days} whole days.`
    : `In brackets 95 % by bootstrap over five-minute blocks of arrivals, as ${way.days} day${way.days === 1 ? ' is' : 's are'} too few to resample: what differs from day to day is not in them, so they are too narrow.`;
};
