import { estimated } from '../figure.mjs';
import { byBlocks } from './by-blocks.mjs';
import { sizeChart } from './charts.mjs';
import { DEFINITIONS, judgedLastDay, judgedSynthetic, LAST_DAY } from './judged-days.mjs';

const SIZE_CLASSES = 10;

/** Mean slippage by tenth of size, as it happened and as it was stated. */
const curve = ({ orders }) => {
  const sorted = orders.toSorted((a, b) => a.advFraction - b.advFraction);
  return Array.from({ length: SIZE_CLASSES }, (_, tenth) => {
    const own = sorted.slice((tenth * sorted.length) / SIZE_CLASSES, ((tenth + 1) * sorted.length) / SIZE_CLASSES);
    const { n, estimates } = byBlocks(
      own,
      ({ outcomeBps, forecast }) => [1, outcomeBps.slippage, forecast.meanBps],
      ([all, happened, stated]) => [happened / all, stated / all, (stated - happened) / all],
    );
    const [happened, stated, error] = estimates;
    return { n, advFraction: own[Math.floor(own.length / 2)]?.advFraction, happened, stated, error };
  });
};

const figuresOf = (prefix, judged) =>
  DEFINITIONS.flatMap((definition) =>
    curve(judged[definition]).flatMap(({ n, happened, error }, tenth) => {
      const name = `${prefix}_${definition.toLowerCase()}_size_tenth_${tenth + 1}`;
      return [
        estimated(`${name}_mean`, 'bps', happened, { n }),
        estimated(`${name}_stated_less_happened`, 'bps', error, { n }),
      ];
    }),
  );

export const slippageBySize = {
  title: 'Mean slippage by tenth of size on the fourth day',
  needs: LAST_DAY,
  notes:
    'As it happened, and by how much the stated mean is off. Sizes are shares of average daily volume; a tenth holds as many ' +
    'orders as any other. Synthetic metaorders are dealt out of the public tape: the curve is that of the flow that they were ' +
    'picked from, in hindsight, and its prefactor is not usable as the Y of a desk.',
  async measure({ recordings }) {
    const { known } = await judgedLastDay(recordings);
    return {
      figures: figuresOf('slippage', known),
      charts: Object.fromEntries(
        DEFINITIONS.map((definition) => [
          `impact-size-${definition.toLowerCase()}`,
          sizeChart(
            `Mean slippage by size, ${definition === 'M' ? 'metaorders' : 'windows'}`,
            curve(known[definition]),
          ),
        ]),
      ),
    };
  },
  withoutRecordings: {
    title: 'SYNTHETIC market: mean slippage by tenth of size',
    isSynthetic: true,
    async measure() {
      const { known } = await judgedSynthetic();
      return { figures: figuresOf('synthetic_slippage', known) };
    },
  },
};
