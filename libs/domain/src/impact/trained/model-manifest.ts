import { type Identification } from '../identification.js';
import { type ConformalCalibration } from '../calibration/conformal-calibration.js';
import { type RegimeMixture } from '../regimes/regime-mixture.js';
import { type HeldOutFigures } from './held-out-figures.js';
import { type ImpactLabel } from './impact-label.js';
import { type ModelInput } from './model-input.js';
import { type PriceGrid } from './price-grid.js';

/** A file beside the manifest, by name and by the SHA-256 of its bytes in hex. */
export interface ModelFile {
  readonly file: string;
  readonly sha256: string;
}

/** A list of definitions in this code, by version and by the SHA-256 of its canonical JSON in hex. */
export interface DefinitionsHash {
  readonly version: string;
  readonly sha256: string;
}

/** How far the training orders reach. Beyond, the forecast is continued by the parametric formulas. */
export interface ModelReach {
  /** Largest Q/V. */
  readonly advFractionMax: number;
  /** Shortest and longest T, in seconds of trading time. */
  readonly horizonSecondsMin: number;
  readonly horizonSecondsMax: number;
}

/** Skill of a label against a baseline on rows that the model had not seen: 1 - loss / baseline's loss. */
export interface OutOfSample {
  readonly label: ImpactLabel;
  readonly baseline: string;
  readonly skill: number;
  /** 95 % interval by block bootstrap. */
  readonly low: number;
  readonly high: number;
  /** Rows. */
  readonly n: number;
  readonly fold: string;
}

/** Training rows that resemble one another, and what came out of them. */
export interface Analogue {
  /** Mean of the rows' inputs, in the manifest's order. */
  readonly inputs: readonly number[];
  /** Rows. */
  readonly n: number;
  /** Of their slippage. */
  readonly meanBps: number;
  /** At the manifest's probabilities. */
  readonly quantilesBps: readonly number[];
}

/**
 * `manifest.json` of a model version: what a trained model reads, what its output means, and how it is calibrated. Anybody's
 * model that keeps it can be served. The model maps `input`, float32 [N, F], to `output`, float32 [N, L x K] in bps,
 * label-major, neither sorted nor calibrated.
 */
export interface ModelManifest extends HeldOutFigures {
  readonly name: string;
  readonly version: string;
  /** `name/version`. */
  readonly modelVersion: string;
  readonly kind: 'ONNX';
  readonly identification: Identification;
  /** M: trained on synthetic metaorders, W: on windows of flow (reference 10), P: on parent orders that somebody decided on. */
  readonly definition: 'M' | 'W' | 'P';
  /** The instruments it was fitted on; null: it serves any. */
  readonly instruments: readonly string[] | null;
  readonly model: ModelFile & { readonly opset: number };
  readonly golden: ModelFile;
  /** The same model in additive form, where it has one. */
  readonly compiled?: ModelFile;
  readonly featureSet: DefinitionsHash;
  readonly inputSet: DefinitionsHash;
  /** F columns, in the order of the model's input. */
  readonly inputs: readonly ModelInput[];
  readonly input: string;
  readonly output: string;
  /** L labels, all of `IMPACT_LABELS` in their order. */
  readonly labels: readonly ImpactLabel[];
  /** K probabilities, rising, symmetric about .5. */
  readonly probabilities: readonly number[];
  /** The model family that serves each label. */
  readonly families: Readonly<Record<ImpactLabel, string>>;
  readonly calibration: ConformalCalibration;
  readonly regimes: RegimeMixture | null;
  /** Quantiles are those of a latent cost that this grid maps to the label; absent: they are the label's. */
  readonly priceGrid?: PriceGrid;
  readonly reach: ModelReach;
  readonly training: {
    readonly source: string;
    /** Of the training set. */
    readonly sha256: string;
    readonly days: readonly string[];
    readonly rows: number;
    readonly seed: number;
  };
  readonly outOfSample: readonly OutOfSample[];
  readonly notes: readonly string[];
  /** Prototypes of the training rows; absent where the model's author gives none. */
  readonly analogues?: readonly Analogue[];
}
