import { ofiFigure } from '#adapters/html-report';
import { seededRng } from '#domain/core';
import { ofiRegression } from '#domain/microstructure';
import { estimated } from '../figure.mjs';
import { leanDays } from '../recordings.mjs';
import { livingObserved } from './living.mjs';

const AMZN = 'lobster/LOBSTER_SampleFile_AMZN_2012-06-21_5.zip';
const SEED = 1;
const WIDTHS = [
  { seconds: 10, levels: 1 },
  { seconds: 10, levels: 5 },
  { seconds: 1, levels: 1 },
  { seconds: 60, levels: 1 },
];

const regressions = (observed, widths) =>
  widths.map(({ seconds, levels }) =>
    ofiRegression(
      observed.map(({ tape }) => tape),
      seconds,
      levels,
      seededRng(SEED),
    ),
  );

const figuresOf = (name, fits) =>
  fits
    .filter((fit) => fit !== undefined)
    .flatMap((fit) => {
      const what = `${name}_${fit.binSeconds}s${fit.levels === 1 ? '' : `_${fit.levels}_levels`}`;
      return [
        estimated(`ofi_r2_${what}`, 'R2', fit.pooledR2, { n: fit.bins }),
        estimated(`ofi_r2_half_hours_${what}`, 'R2', fit.halfHourR2, { n: fit.bins }),
        ...(fit.levels === 1
          ? [estimated(`ofi_slope_${what}`, 'ticks/1,000 units', fit.slopeTicksPerThousand, { n: fit.bins })]
          : []),
      ];
    });

export const ofi = {
  title: 'Change of the mid explained by order-flow imbalance of the same bin (Cont, Kukanov and Stoikov 2014)',
  needs: [AMZN, ...leanDays('bac')],
  notes:
    'Contemporaneous: it explains, it forecasts nothing. R2 is of one regression over all bins; "half hours" is the mean of ' +
    'regressions on their own half hour, as in the paper, which reports 65 % on average over 50 stocks. R2 is adjusted for ' +
    'degrees of freedom. AMZN has a tick of 0.4 bps and a spread of many ticks, so its slope changes over the day and a single ' +
    'regression leaves much unsaid; one bin of the day holds an imbalance ten times that of any other. BAC trades at a ' +
    'spread of one tick nearly all the time. LEAN has best prices only, so there are no five levels for BAC, and one quote per ' +
    'millisecond: what comes and goes within one is not in its imbalance.',
  async measure({ recordings, quick }) {
    const amzn = regressions(await recordings.observe(AMZN), WIDTHS);
    const bac = regressions(
      await recordings.observe(...leanDays('bac', quick)),
      WIDTHS.filter(({ levels }) => levels === 1),
    );
    return {
      figures: [...figuresOf('amzn', amzn), ...figuresOf(quick ? 'bac_first_day' : 'bac', bac)],
      charts: { 'ofi-amzn': ofiFigure(amzn.slice(0, 1)).charts[0], 'ofi-bac': ofiFigure(bac.slice(0, 1)).charts[0] },
    };
  },
  withoutRecordings: {
    title: 'SYNTHETIC market: change of the mid explained by order-flow imbalance of the same bin',
    isSynthetic: true,
    async measure() {
      return { figures: figuresOf('living', regressions([await livingObserved()], WIDTHS)) };
    },
  },
};
