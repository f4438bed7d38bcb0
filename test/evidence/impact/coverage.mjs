import { estimated, figure } from '../figure.mjs';
import { byBlocks } from './by-blocks.mjs';
import { coverageChart } from './charts.mjs';
import { DEFINITIONS, INSTRUMENTS, judgedLastDay, judgedSynthetic, LABELS, LAST_DAY } from './judged-days.mjs';

const STATED = 0.9;
const GOAL = { goal: 0.01, better: 'lower' };
/** Of fewer orders the coverage of a cell is too uncertain to be looked at. */
const ORDERS_OF_CELL_MIN = 200;

/** Nearer to an end of the interval an outcome is on it: both are numbers that were divided. */
const TOLERANCE_BPS = 1e-6;

/** Share of outcomes within the quantiles of 5 and 95 %: those on an end counted half, and counted as within. */
const coverage = (orders, label) => {
  const { n, estimates } = byBlocks(
    orders,
    ({ outcomeBps, forecast }) => {
      if (!Number.isFinite(outcomeBps[label])) return undefined;
      const quantiles = forecast.quantilesBps[label];
      const insideBps = Math.min(outcomeBps[label] - quantiles[0], quantiles.at(-1) - outcomeBps[label]);
      const withEnds = insideBps >= -TOLERANCE_BPS ? 1 : 0;
      return [1, withEnds, Math.abs(insideBps) <= TOLERANCE_BPS ? 0.5 : withEnds];
    },
    ([all, withEnds, endsHalf]) => [withEnds / all, endsHalf / all],
  );
  const [withEnds, share] = estimates;
  return { n, share, withEnds };
};

const byCell = (orders) =>
  [...new Set(orders.map(({ forecast }) => forecast.cell))]
    .sort()
    .map((cell) => ({
      cell,
      ...coverage(
        orders.filter(({ forecast }) => forecast.cell === cell),
        'slippage',
      ),
    }))
    .filter(({ n }) => n >= ORDERS_OF_CELL_MIN);

const figuresOf = (prefix, judged, goal) =>
  DEFINITIONS.flatMap((definition) => {
    const { orders } = judged[definition];
    const name = `${prefix}_${definition.toLowerCase()}`;
    const slippage = coverage(orders, 'slippage');
    return [
      ...LABELS.flatMap((label) => {
        const { n, share, withEnds } = coverage(orders, label);
        return [
          estimated(`${name}_${label}`, 'share', share, { n }),
          estimated(`${name}_${label}_with_ends`, 'share', withEnds, { n }),
        ];
      }),
      figure(`${name}_slippage_off_stated`, 'share', Math.abs(slippage.share?.value - STATED), {
        n: slippage.n,
        ...goal,
      }),
      ...byCell(orders).map(({ cell, n, share }) =>
        estimated(`${name}_slippage_${cell.replace(' ', '_')}`, 'share', share, { n }),
      ),
    ];
  });

export const coverageOf90 = {
  title: 'Coverage of the 90 % interval on the fourth day',
  needs: LAST_DAY,
  notes:
    'Share of outcomes between the quantiles of 5 and 95 %. A price moves in ticks, so that outcomes lie on the ends of an ' +
    'interval, as many of them at half the spread exactly: such a one counts as half, `with_ends` as within. Cells are size x ' +
    'regime, those with 200 orders or more, of the slippage. One day of calibration carries over as far as the next day is ' +
    'like it; .875 to .925 is what the independent study saw on one day. The fourth day was calmer than the third, on which ' +
    'the intervals were calibrated: those of slippage cover one to two points too much, of lasting labels up to five. That of ' +
    'the peak of windows covers four points too little. What the method does where days are alike is told by the planted ' +
    'market below. Intervals of an instrument that was not trained on are those of others; nothing but likeness makes them ' +
    'cover.',
  async measure({ recordings }) {
    const { known, unseen } = await judgedLastDay(recordings);
    return {
      figures: [
        ...figuresOf('coverage_90', known, GOAL),
        ...INSTRUMENTS.flatMap((instrument) =>
          DEFINITIONS.map((definition) => {
            const { n, share } = coverage(unseen[instrument][definition].orders, 'slippage');
            const name = `coverage_90_unseen_${instrument.toLowerCase()}_${definition.toLowerCase()}_slippage`;
            return estimated(name, 'share', share, { n });
          }),
        ),
      ],
      charts: Object.fromEntries(
        DEFINITIONS.map((definition) => [
          `impact-coverage-${definition.toLowerCase()}`,
          coverageChart(
            `Coverage of the 90 % interval of slippage, ${definition === 'M' ? 'metaorders' : 'windows'}`,
            byCell(known[definition].orders),
          ),
        ]),
      ),
    };
  },
  withoutRecordings: {
    title: 'SYNTHETIC market: coverage of the 90 % interval of models of real recordings',
    isSynthetic: true,
    async measure() {
      const { known } = await judgedSynthetic();
      return { figures: figuresOf('synthetic_coverage_90', known, {}) };
    },
  },
};
