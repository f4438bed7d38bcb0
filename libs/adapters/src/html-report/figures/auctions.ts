import { type SimulationReport } from '#application/report-simulation';
import { type Figure } from '../figure.js';
import { duration, fixed, percent, short, whole, withInterval } from '../numbers.js';
import { seriesChart } from './series.js';
import { type Colour } from '../chart.js';

type Auctions = SimulationReport['auctions'];

/** Auctions beside their closed forms: who wins, how good the best of N is, what one dealer more costs, what a last look does. */
export const auctionFigures = (auctions: Auctions): readonly Figure[] => [
  hitRateFigure(auctions),
  bestOfFigure(auctions),
  panelFigure(auctions),
  lastLookFigure(auctions),
];

const hitRateFigure = ({ hitRates, requests }: Auctions): Figure => {
  const rivals = [...new Set(hitRates.map(({ competitors }) => competitors))];
  const of = (competitors: number) => hitRates.filter((rate) => rate.competitors === competitors);
  return {
    title: 'Hit rate of a quote',
    charts: [
      seriesChart({
        title: 'Hit rate of a quote',
        x: { label: 'quoted spread, half-spreads', kind: 'LINEAR', format: short },
        y: { label: 'share won', kind: 'LINEAR', format: percent },
        series: rivals.map((competitors, i) => ({
          name: `${competitors} rival${competitors === 1 ? '' : 's'}`,
          colour: (i + 1) as Colour,
          points: of(competitors).map(({ reducedSpread, done }) => ({ x: reducedSpread, ...done.simulated })),
        })),
        include: [0],
        digits: 3,
      }),
    ],
    table: {
      header: ['rivals, half-spreads', 'simulated', 'formula'],
      rows: hitRates.map(({ competitors, reducedSpread, done }) => [
        `${competitors}, ${fixed(reducedSpread, 1)}`,
        withInterval(done.simulated, 3),
        fixed(done.formula, 3),
      ]),
    },
    caption: `${whole(requests)} requests for each number of rivals; the formula is the hit model’s own.`,
  };
};

const bestOfFigure = ({ bestOf, requests }: Auctions): Figure => {
  const meanBps = bestOf[0]!.cost.formula;
  return {
    title: 'Best of N quotes',
    charts: [
      seriesChart({
        title: 'Best of N quotes',
        x: { label: 'dealers asked', kind: 'LINEAR', format: short },
        y: { label: 'best quote less the mean one, bps', kind: 'LINEAR', format: short },
        series: [
          {
            name: 'simulated',
            colour: 1,
            points: bestOf.map(({ dealers, cost: { simulated } }) => ({
              x: dealers,
              value: simulated.value - meanBps,
              low: simulated.low - meanBps,
              high: simulated.high - meanBps,
            })),
          },
        ],
        formula: {
          name: '−σ d_N',
          points: bestOf.map(({ dealers, cost }) => [dealers, cost.formula - meanBps] as const),
        },
        include: [0],
      }),
    ],
    caption: `${whole(requests)} requests for each N, quotes with a standard deviation of 2 bps, nothing leaks: the winner’s curse.`,
  };
};

const panelFigure = ({ panels, requests }: Auctions): Figure => ({
  title: 'Cost by number of dealers asked',
  charts: [
    seriesChart({
      title: 'Cost by number of dealers asked',
      x: { label: 'dealers asked', kind: 'LINEAR', format: short },
      y: { label: 'cost, bps', kind: 'LINEAR', format: short },
      series: panels.map(({ leakageBps, sizes }, i) => ({
        name: `leakage ${leakageBps} bps`,
        colour: (i + 1) as Colour,
        points: sizes.map(({ dealers, cost }) => ({ x: dealers, ...cost.simulated })),
      })),
    }),
  ],
  table: {
    header: ['leakage per loser, bps', 'cheapest number: simulated', 'formula'],
    rows: panels.map(({ leakageBps, cheapest }) => [
      fixed(leakageBps, 1),
      whole(cheapest.simulated),
      whole(cheapest.formula),
    ]),
  },
  caption: `C(N) = m − σ d_N + l (N − 1): one more dealer improves the best quote and tells one more loser. ${whole(requests)} requests for each N.`,
});

const lastLookFigure = ({ lastLooks, requests }: Auctions): Figure => ({
  title: 'Last look',
  charts: [],
  table: {
    header: ['hold, threshold', 'rejects: simulated', 'formula', 'cost, bps: simulated', 'formula'],
    rows: lastLooks.map(({ lastLook, rejectProbability, cost }) => [
      `${duration(lastLook.holdSeconds)}, ${fixed(lastLook.thresholdBps, 1)} bps`,
      withInterval(rejectProbability.simulated, 3),
      fixed(rejectProbability.formula, 3),
      withInterval(cost.simulated, 3),
      fixed(cost.formula, 3),
    ]),
  },
  caption: `${whole(requests)} accepted quotes each.`,
});
