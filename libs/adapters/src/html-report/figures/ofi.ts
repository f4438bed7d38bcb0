import { type OfiRegression } from '#domain/microstructure';
import { type Figure, type TooFew } from '../figure.js';
import { short, whole, withInterval } from '../numbers.js';
import { paddedDomain } from '../scale.js';

const TITLE = 'Order-flow imbalance';
const DRAWN_BIN_SECONDS = 10;

/** Change of the mid against order-flow imbalance of the same ten seconds, and the regressions at several widths. */
export const ofiFigure = (regressions: readonly OfiRegression[]): Figure | TooFew => {
  const drawn = regressions.find(({ binSeconds, levels }) => binSeconds === DRAWN_BIN_SECONDS && levels === 1);
  if (drawn === undefined)
    return { title: TITLE, tooFew: 'a regression needs 30 bins of ten seconds in which the mid moves.' };
  const { ofi, ticks } = drawn.points;
  const x = paddedDomain(central(ofi));
  const outside = ofi.filter((imbalance) => imbalance < x[0] || imbalance > x[1]).length;
  const line = (imbalance: number): readonly [number, number] => [
    imbalance,
    drawn.interceptTicks + (drawn.slopeTicksPerThousand.value * imbalance) / 1000,
  ];
  return {
    title: TITLE,
    charts: [
      {
        title: `${TITLE}, ten seconds`,
        description: `Slope ${withInterval(drawn.slopeTicksPerThousand, 3)} ticks per 1,000 units, R2 ${withInterval(drawn.pooledR2)}`,
        x: { label: 'imbalance at the best prices, units', kind: 'LINEAR', domain: x, format: short },
        y: { label: 'change of the mid, ticks', kind: 'LINEAR', domain: paddedDomain(ticks), format: short },
        marks: [
          { kind: 'CLOUD', colour: 1, points: Array.from(ofi, (imbalance, i) => [imbalance, ticks[i]!] as const) },
          { kind: 'LINE', colour: 2, points: [line(x[0]), line(x[1])] },
        ],
      },
    ],
    table: {
      header: ['bin', 'bins', 'ticks per 1,000 units', 'R² pooled', 'R² in half hours'],
      rows: regressions.map(({ binSeconds, levels, bins, slopeTicksPerThousand, pooledR2, halfHourR2 }) => [
        levels === 1 ? `${binSeconds} s` : `${binSeconds} s, ${levels} levels`,
        whole(bins),
        withInterval(slopeTicksPerThousand, 3),
        withInterval(pooledR2),
        halfHourR2 === undefined ? 'too few' : withInterval(halfHourR2),
      ]),
    },
    caption: `Cont, Kukanov and Stoikov 2014; contemporaneous, so it explains and forecasts nothing. In half hours: mean of the R² of regressions on their own half hour, as in the paper. R² adjusted for degrees of freedom. ${drawnPoints(drawn)}${outside === 0 ? '' : ` ${whole(outside)} lie far outside the picture; they count in the regressions.`}`,
  };
};

const drawnPoints = ({ bins, points }: OfiRegression): string =>
  points.ofi.length === bins ? 'All bins are drawn.' : `${whole(points.ofi.length)} of ${whole(bins)} bins are drawn.`;

/** Without the few that would squeeze all others into a corner. */
const CENTRAL_SHARE = 0.995;

const central = (values: Float64Array): Float64Array => {
  const sorted = values.toSorted();
  const cut = Math.floor(((1 - CENTRAL_SHARE) / 2) * sorted.length);
  return sorted.subarray(cut, sorted.length - cut);
};
