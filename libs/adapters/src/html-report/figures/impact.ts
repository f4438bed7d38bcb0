import { type ImpactStudy } from '#application/report-market';
import { type Chart, type Colour, type Mark } from '../chart.js';
import { type Figure, type Table, type TooFew } from '../figure.js';
import { fixed, percent, short, whole, withInterval } from '../numbers.js';
import { paddedLogDomain } from '../scale.js';

const TITLE = 'Impact against size';

const NAMES: Readonly<Record<ImpactStudy['kind'], string>> = {
  METAORDERS: 'synthetic metaorders',
  WINDOWS: 'windows of net flow',
};

/** Mean impact at the end of an order against its size, on log-log axes, with the fitted power law. */
export const impactFigure = (studies: readonly ImpactStudy[]): Figure | TooFew => {
  const drawn = studies.flatMap((study, i) =>
    study.curve === undefined ? [] : [{ study, colour: (i + 1) as Colour }],
  );
  if (drawn.length === 0) {
    const counts = studies.map(({ kind, orders }) => `${whole(orders)} ${NAMES[kind]}`).join(', ');
    return { title: TITLE, tooFew: `${counts}; a curve needs four sizes with 30 orders each.` };
  }
  return {
    title: TITLE,
    charts: [chartOf(drawn)],
    table: tableOf(studies),
    caption:
      'Move of the mid from before the order to its end. Dots: means with 95 % intervals (bootstrap of 5-minute blocks); a ' +
      'triangle is a mean at or below zero, which has no place on a log axis but counts in the fit. Line: weighted least ' +
      'squares in bps, with its band; no line where the intervals do not pin an exponent down. Level: the law at the mean size. Placebo: the same orders cut from a tape whose sides are coin flips, so its level must include zero. ' +
      'Synthetic metaorders deal public trades to invented traders (Maitrier, Loeper and Bouchaud 2025); windows are net flow: ' +
      'neither is a real parent order, and the level is no prefactor of the square-root law.',
  };
};

const chartOf = (drawn: readonly { readonly study: ImpactStudy; readonly colour: Colour }[]): Chart => {
  const bins = drawn.flatMap(({ study }) => study.curve!.bins);
  return {
    title: TITLE,
    description: drawn
      .map(
        ({ study: { kind, curve } }) =>
          `${NAMES[kind]}: ${curve!.isIdentified ? `exponent ${withInterval(curve!.exponent)}` : 'no exponent'}`,
      )
      .join('; '),
    x: {
      label: 'size, share of average daily volume',
      kind: 'LOG',
      domain: paddedLogDomain(bins.map(({ participation }) => participation)),
      format: percent,
    },
    y: {
      label: 'impact, bps',
      kind: 'LOG',
      domain: paddedLogDomain(bins.flatMap(({ impactBps, lawBps }) => [impactBps.value, impactBps.high, lawBps.value])),
      format: short,
    },
    legend: drawn.map(({ study, colour }) => ({
      colour,
      text: study.curve!.isIdentified
        ? `${NAMES[study.kind]}, exponent ${fixed(study.curve!.exponent.value, 2)}`
        : `${NAMES[study.kind]}, no exponent`,
    })),
    marks: drawn.flatMap(marksOf),
  };
};

const marksOf = ({ study, colour }: { readonly study: ImpactStudy; readonly colour: Colour }): readonly Mark[] => {
  const { bins, isIdentified } = study.curve!;
  const law: readonly Mark[] = [
    { kind: 'BAND', colour, points: bins.map(({ participation, lawBps }) => ({ x: participation, ...lawBps })) },
    { kind: 'LINE', colour, points: bins.map(({ participation, lawBps }) => [participation, lawBps.value] as const) },
  ];
  return [
    ...(isIdentified ? law : []),
    {
      kind: 'DOTS',
      colour,
      points: bins.map(({ participation, impactBps, n }) => ({
        x: participation,
        y: impactBps.value,
        low: impactBps.low,
        high: impactBps.high,
        title: `${percent(participation)} of ADV: ${withInterval(impactBps)} bps, ${whole(n)} orders`,
      })),
    },
  ];
};

const tableOf = (studies: readonly ImpactStudy[]): Table => {
  const row = (name: string, cell: (study: ImpactStudy) => string): readonly string[] => [name, ...studies.map(cell)];
  const ofCurve =
    (cell: (curve: NonNullable<ImpactStudy['curve']>) => string): ((study: ImpactStudy) => string) =>
    ({ curve }) =>
      curve === undefined ? 'too few' : cell(curve);
  return {
    header: ['', ...studies.map(({ kind }) => NAMES[kind])],
    rows: [
      row('orders', ({ orders }) => whole(orders)),
      row(
        'exponent',
        ofCurve(({ exponent, isIdentified }) => (isIdentified ? withInterval(exponent) : 'not identified')),
      ),
      row(
        'level, bps',
        ofCurve(({ levelBps }) => withInterval(levelBps)),
      ),
      row(
        'at a size of',
        ofCurve(({ referenceParticipation }) => percent(referenceParticipation)),
      ),
      row(
        'asymmetry of buys and sells',
        ofCurve(({ sideAsymmetry }) => withInterval(sideAsymmetry)),
      ),
      row('placebo: level, bps', ({ placebo }) => (placebo === undefined ? 'too few' : withInterval(placebo.levelBps))),
    ],
  };
};
