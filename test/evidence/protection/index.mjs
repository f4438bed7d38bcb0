import { detectors } from './detectors.mjs';

export const title = 'Protection';

export const introduction =
  'Whether the detectors of the rule controller notice informed flow and a leaking order that were planted in a simulated market, how often they cry ' +
  'wolf, and what their reaction is worth. It says nothing about any real market.';

export const parts = [detectors];
