import {
  absentOr,
  exactly,
  finite,
  listOf,
  objectOf,
  oneOf,
  share,
  wholeFrom,
  type DocumentFault,
} from '../document/rule.js';
import { IMPACT_INPUTS } from '../inputs/index.js';
import { IMPACT_LABELS, type ImpactLabel } from './impact-label.js';

/** Equal parts of the unit interval in a histogram of places. */
export const PIT_BINS = 20;

/** How often costs that a model had not seen were below its quantiles; all lists at the manifest's probabilities. */
export interface HeldOutReliability {
  /** Rows. */
  readonly n: number;
  /** Share below; of a right model the probability itself. */
  readonly observed: readonly number[];
  /** 95 % interval by block bootstrap. */
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/** Held-out rows by the place of their cost in the stated distribution, `PIT_BINS` counts; of a right model all equal. */
export interface HeldOutPit {
  readonly slippage: readonly number[];
  readonly peak: readonly number[];
}

/** What an input is worth to a label. */
export interface InputImportance {
  readonly label: ImpactLabel;
  /** One of `IMPACT_INPUTS`. */
  readonly input: string;
  /** By how many percent the held-out pinball loss rises when the input's values are shuffled among the rows. */
  readonly points: number;
  /** 95 % interval by block bootstrap. */
  readonly low: number;
  readonly high: number;
}

/** What a model did on rows that it had not seen; each is absent where its author did not look. */
export interface HeldOutFigures {
  readonly reliability?: Readonly<Record<ImpactLabel, HeldOutReliability>>;
  readonly pit?: HeldOutPit;
  /** The largest of a label first; inputs that are not read are not there. */
  readonly importance?: readonly InputImportance[];
}

const shares = listOf(share);
const reliability = objectOf({ n: wholeFrom(1), observed: shares, low: shares, high: shares });
const counts = exactly(PIT_BINS, wholeFrom(0));

/** The fields of a manifest that hold them. */
export const HELD_OUT_RULES = {
  reliability: absentOr(objectOf(Object.fromEntries(IMPACT_LABELS.map((label) => [label, reliability])))),
  pit: absentOr(objectOf({ slippage: counts, peak: counts })),
  importance: absentOr(
    listOf(
      objectOf({
        label: oneOf(...IMPACT_LABELS),
        input: oneOf(...IMPACT_INPUTS.map(({ name }) => name)),
        points: finite,
        low: finite,
        high: finite,
      }),
    ),
  ),
};

/** Whether they agree with the probabilities of their manifest. */
export const heldOutFault = (figures: HeldOutFigures, probabilities: readonly number[]): DocumentFault | undefined => {
  if (figures.reliability === undefined) return undefined;
  for (const label of IMPACT_LABELS) {
    for (const part of ['observed', 'low', 'high'] as const) {
      const fault = exactly(probabilities.length, share)(
        figures.reliability[label][part],
        `reliability.${label}.${part}`,
      );
      if (fault !== undefined) return fault;
    }
  }
  return undefined;
};
