import { type ImpactInput } from './definition.js';
import { DAILY_INPUTS } from './daily.js';
import { FLOW_INPUTS } from './flow.js';
import { ACTIVITY_INPUTS, DEPTH_INPUTS, PEER_INPUTS, TIME_INPUTS, TOXICITY_INPUTS } from './market-state.js';
import { RISK_INPUTS } from './risk.js';
import { SIGNAL_INPUTS } from './signals.js';
import { SIZE_INPUTS } from './size.js';
import { SPREAD_INPUTS } from './spread.js';

/** The inputs of version v1, in order. What a version means never changes: models are trained on it. */
export const INPUTS_V1: readonly ImpactInput[] = [
  ...SIZE_INPUTS,
  ...RISK_INPUTS,
  ...SPREAD_INPUTS,
  ...FLOW_INPUTS,
  ...TOXICITY_INPUTS,
  ...ACTIVITY_INPUTS,
  ...DEPTH_INPUTS,
  ...TIME_INPUTS,
  ...PEER_INPUTS,
  ...DAILY_INPUTS,
  ...SIGNAL_INPUTS,
];
