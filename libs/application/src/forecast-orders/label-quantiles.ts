import {
  PERMANENT_LABELS,
  quantileBps,
  type CostDistribution,
  type ImpactForecast,
  type ImpactLabel,
} from '#domain/impact';

/** At which every label of an order is told. */
export const TOLD_PROBABILITIES = [0.05, 0.25, 0.5, 0.75, 0.95] as const;

/** The distribution of one label, in bps of the arrival mid, in the order's own direction. */
export interface LabelQuantiles {
  readonly label: ImpactLabel;
  /** At `TOLD_PROBABILITIES`. */
  readonly quantilesBps: readonly number[];
}

/** What a forecast says of each label. The parametric formulas know the slippage only. */
export const labelQuantiles = ({ slippage, trained }: ImpactForecast): readonly LabelQuantiles[] => {
  if (trained === undefined) return [told('slippage', slippage)];
  return [
    told('slippage', slippage),
    told('peak', trained.peak),
    ...PERMANENT_LABELS.map((label, i) => told(label, trained.permanent[i]!.distribution)),
  ];
};

const told = (label: ImpactLabel, cost: CostDistribution): LabelQuantiles => ({
  label,
  quantilesBps: TOLD_PROBABILITIES.map((probability) => quantileBps(cost, probability)),
});
