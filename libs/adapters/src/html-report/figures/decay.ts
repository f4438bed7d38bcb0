import { type ImpactStudy } from '#application/report-market';
import { type DecayPoint } from '#domain/microstructure';
import { type Colour, type Mark } from '../chart.js';
import { type Figure, type TooFew } from '../figure.js';
import { fixed, whole, withInterval } from '../numbers.js';
import { paddedDomain } from '../scale.js';

const TITLE = 'Decay after the end';
const NAMES: Readonly<Record<ImpactStudy['kind'], string>> = { METAORDERS: 'metaorders', WINDOWS: 'windows' };

/** What is left of the impact in the quarter of an hour after the end of an order, as a share of the impact at the end. */
export const decayFigure = (studies: readonly ImpactStudy[]): Figure | TooFew => {
  const drawn = studies.flatMap(({ kind, decay }, i) =>
    isMeasured(decay) ? [{ kind, decay, colour: (i + 1) as Colour }] : [],
  );
  if (drawn.length === 0) {
    return {
      title: TITLE,
      tooFew: 'a decay needs 100 orders whose impact at their end is above zero with confidence.',
    };
  }
  const finite = drawn.flatMap(({ decay }) => decay.filter(({ afterSeconds }) => afterSeconds < Infinity));
  return {
    title: TITLE,
    charts: [
      {
        title: TITLE,
        description: drawn.map(({ kind, decay }) => `${NAMES[kind]}: ${inWords(decay)}`).join('; '),
        x: {
          label: 'minutes after the end',
          kind: 'LINEAR',
          domain: [-0.2, 15.4],
          format: (minutes) => fixed(minutes, 0),
        },
        y: {
          label: 'impact, share of that at the end',
          kind: 'LINEAR',
          domain: paddedDomain(
            finite.flatMap(({ shareOfPeak: { value, low, high } }) => [value, low, high]),
            [0, 1],
          ),
          format: (share) => fixed(share, 1),
        },
        legend: drawn.map(({ kind, colour }) => ({ colour, text: NAMES[kind] })),
        marks: [{ kind: 'RULE', y: 1 }, { kind: 'RULE', y: 0 }, ...drawn.flatMap(marksOf)],
      },
    ],
    caption: `${drawn
      .map(({ kind, decay }) => `At the close ${NAMES[kind]}: ${closeInWords(decay)}. `)
      .join(
        '',
      )}Above one: the quotes answer the last print late, and the flow that pushed goes on after the order. Orders that would reach beyond the close are left out at that lag, and out of the impact at the end that it is compared with. Bands: 95 %.`,
  };
};

const isMeasured = (decay: readonly DecayPoint[]): boolean => decay.length > 1 && decay[0]!.impactBps.low > 0;

const marksOf = ({
  decay,
  colour,
}: {
  readonly decay: readonly DecayPoint[];
  readonly colour: Colour;
}): readonly Mark[] => {
  const points = decay.filter(({ afterSeconds }) => afterSeconds < Infinity);
  return [
    {
      kind: 'BAND',
      colour,
      points: points.map(({ afterSeconds, shareOfPeak }) => ({ x: afterSeconds / 60, ...shareOfPeak })),
    },
    {
      kind: 'LINE',
      colour,
      points: points.map(({ afterSeconds, shareOfPeak }) => [afterSeconds / 60, shareOfPeak.value]),
    },
    {
      kind: 'DOTS',
      colour,
      points: points.map(({ afterSeconds, shareOfPeak, impactBps, n }) => ({
        x: afterSeconds / 60,
        y: shareOfPeak.value,
        title: `${afterSeconds} s after the end: ${withInterval(shareOfPeak)} of the impact at the end, ${withInterval(impactBps)} bps, ${whole(n)} orders`,
      })),
    },
  ];
};

const inWords = (decay: readonly DecayPoint[]): string =>
  decay
    .map(({ afterSeconds, shareOfPeak }) => {
      const when = afterSeconds < Infinity ? `${afterSeconds} s` : 'close';
      return `${when} ${fixed(shareOfPeak.value, 2)}`;
    })
    .join(', ');

const closeInWords = (decay: readonly DecayPoint[]): string => {
  const close = decay.find(({ afterSeconds }) => afterSeconds === Infinity);
  return close === undefined ? 'not known' : `${withInterval(close.shareOfPeak)} of it`;
};
