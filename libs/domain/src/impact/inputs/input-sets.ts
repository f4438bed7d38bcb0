import { canonicalJson } from '#domain/core';
import { BOOK_TILT_INPUTS } from './book-tilt.js';
import { type ImpactInput } from './definition.js';
import { INPUTS_V1 } from './v1.js';

/** A list of inputs under a version. */
export interface ImpactInputSet {
  readonly version: string;
  readonly inputs: readonly ImpactInput[];
}

const V2: ImpactInputSet = { version: 'v2', inputs: [...INPUTS_V1, ...BOOK_TILT_INPUTS] };

/** Every version that this code computes, each one the beginning of the next: a model of any of them can be served. */
export const IMPACT_INPUT_SETS: readonly ImpactInputSet[] = [{ version: 'v1', inputs: INPUTS_V1 }, V2];

/** Version of the list that is computed and exported. */
export const IMPACT_INPUTS_VERSION = V2.version;

/**
 * What a trained model of impact reads, in order. Every number is in the order's own direction, so that a forecast is the
 * same for a buy and for a sell in the mirrored market, and free of the scale of prices and of sizes.
 */
export const IMPACT_INPUTS: readonly ImpactInput[] = V2.inputs;

/** The definitions of a list as one text: equal lists give equal bytes. */
export const impactInputsJson = (inputs: readonly ImpactInput[] = IMPACT_INPUTS): string =>
  canonicalJson(
    inputs.map(({ name, group, unit, formula, inQuantity }) => ({ name, group, unit, formula, inQuantity })),
  );
