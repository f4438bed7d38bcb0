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

/** Share of outcomes within the quantiles of 5 and 95 %: with the ends, and with those on an end counted half. */
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
  const [share, endsHalf] = estimates;
  return { n, share, endsHalf };
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
      ...LABELS.map((label) => {
        const { n, share } = coverage(orders, label);
        return estimated(`${name}_${label}`, 'share', share, { n });
      }),
      estimated(`${name}_slippage_ends_half`, 'share', slippage.endsHalf, { n: slippage.n }),
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
    'Share of outcomes between the quantiles of 5 and 95 %, ends included: where a label has few values, as half the spread exactly, an interval ' +
    'that ends on one of them has to cover more than it states. `ends_half` counts an outcome on an end as half. Cells are size x regime, those with 200 orders or more, of the slippage. ' +
    'One day of calibration carries over as far as the next is like it; .875 to .925 is what the independent study saw on one day. Metaorders are a little above, peak and ' +
    'lasting labels further: the intervals are too wide on a day calmer than the one before. Windows look right overall because small ones are covered too rarely and ' +
    'large ones too often. What the method does where days are alike is told by the planted market below. Quantiles of an instrument that was not trained on are those of others; that they cover is luck of similar names.',
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
