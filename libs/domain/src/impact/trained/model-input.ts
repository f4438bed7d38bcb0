/** One column of a model's input. */
export interface ModelInput {
  /** One of `IMPACT_INPUTS`. */
  readonly name: string;
  /** Stands in where the value is missing. */
  readonly imputeWith: number;
  /** Range of the training rows, .1 % to 99.9 %; beyond it a row is out of distribution. Equal: it told nothing. */
  readonly low: number;
  readonly high: number;
}
