export { type BreakerState } from './circuit-breaker.js';
export { ModelServer, type ModelServerPorts } from './model-server.js';
export { parametricAnswers } from './parametric-answers.js';
export { registerModels } from './register-models.js';
export { type ServedStatus, type ServingObserver } from './serving-observer.js';
