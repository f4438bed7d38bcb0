import { decayFigure, impactFigure } from '#adapters/html-report';
import { impactStudy } from '#application/report-market';
import { seededRng } from '#domain/core';
import { estimated } from '../figure.mjs';
import { leanDays } from '../recordings.mjs';
import { livingObserved } from './living.mjs';

const SEED = 1;
const STUDIES = [
  { name: 'metaorders', kind: 'METAORDERS' },
  { name: 'metaorders_h20', kind: 'METAORDERS', config: 'H20' },
  { name: 'metaorders_h80', kind: 'METAORDERS', config: 'H80' },
  { name: 'metaorders_p50', kind: 'METAORDERS', config: 'P50' },
  { name: 'windows', kind: 'WINDOWS' },
  { name: 'windows_30s', kind: 'WINDOWS', config: 'T30' },
  { name: 'windows_120s', kind: 'WINDOWS', config: 'T120' },
  { name: 'windows_300s', kind: 'WINDOWS', config: 'T300' },
];

const studied = (observed) =>
  STUDIES.map(({ name, kind, config }) => ({ name, ...impactStudy(observed, kind, seededRng(SEED), config) }));

const figuresOf = (market, studies) => [
  ...studies.flatMap(({ name, curve, placebo }) => {
    const exponent = curve?.isIdentified === true ? curve.exponent : undefined;
    return [
      estimated(`impact_exponent_${market}_${name}`, '', exponent, { n: curve?.rows }),
      estimated(`impact_level_${market}_${name}`, 'bps', curve?.levelBps, { n: curve?.rows }),
      estimated(`impact_side_asymmetry_${market}_${name}`, '', curve?.sideAsymmetry, { n: curve?.rows }),
      estimated(`impact_placebo_level_${market}_${name}`, 'bps', placebo?.levelBps, { n: placebo?.rows }),
    ];
  }),
  ...studies
    .filter(({ name }) => name === 'metaorders' || name === 'windows')
    .flatMap(({ name, decay }) =>
      decay
        .filter(({ afterSeconds }) => [60, 300, 900].includes(afterSeconds))
        .map(({ afterSeconds, n, shareOfPeak }) =>
          estimated(`impact_after_${afterSeconds / 60}min_${market}_${name}`, 'of peak', shareOfPeak, { n }),
        ),
    ),
];

export const impactExponent = {
  title: 'Impact against size on BAC: the fitted exponent, and what stands beside it',
  needs: leanDays('bac'),
  notes:
    'Four days. The exponent is of `impact = level (size/ADV)^exponent`, fitted to mean peak impacts by size; the level is the law at the ' +
    'geometric mean size. Synthetic metaorders deal the public prints to invented traders (Maitrier, Loeper and Bouchaud ' +
    '2025): the exponent depends on how they are dealt. With 20 traders of equal frequency it is near one half; with 80, or ' +
    'with frequencies of 1/rank, it is lower, probably as small orders then last longer and what others trade meanwhile moves the ' +
    'mid too. The pooled one mixes three laws and is not a number to rely on. Windows of net flow are near linear on small flows and bend on large ones. The placebo ' +
    'is the same with the side of every child order replaced by the flip of a coin: its level must include zero. Side ' +
    'asymmetry is (buy - sell)/(|buy| + |sell|): four days are few, and a drift shows there first. The peak is the mid in the ' +
    'millisecond of the last print, which the quotes answer some milliseconds late; then the flow goes on, as signs of trades persist. So ' +
    'impact stands above the peak for minutes, and what is left of it is no decay of real parent orders. An order belongs to the block ' +
    'that it starts in. Those that last longer than one, and what is measured many minutes after the end, reach into the ' +
    'next ones, so their intervals are too narrow. None of this identifies the prefactor of the square-root law, and none of these ' +
    'levels may be used as one: that needs real orders. The pictures are of the metaorders of 20 traders ' +
    'and of all windows.',
  async measure({ recordings, quick }) {
    const studies = studied(await recordings.observe(...leanDays('bac', quick)));
    const pooled = studies.filter(({ name }) => name === 'metaorders_h20' || name === 'windows');
    return {
      figures: figuresOf(quick ? 'bac_first_day' : 'bac', studies),
      charts: { 'impact-bac': impactFigure(pooled).charts?.[0], 'decay-bac': decayFigure(pooled).charts?.[0] },
    };
  },
  withoutRecordings: {
    title: 'SYNTHETIC market: impact against size',
    isSynthetic: true,
    async measure() {
      return { figures: figuresOf('living', studied([await livingObserved()])) };
    },
  },
};
