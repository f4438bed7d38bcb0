export {
  decideAction,
  type ActionInputs,
  type DoneAction,
  type OverrideReason,
  type RecordedAction,
} from './action.js';
export * from './best-execution.js';
export * from './csv.js';
export * from './record-action.js';
