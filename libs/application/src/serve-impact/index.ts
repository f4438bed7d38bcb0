export { ModelServer } from './model-server.js';
export { parametricAnswers } from './parametric-answers.js';
export { registerModels } from './register-models.js';
export { type ServedStatus, type ServingObserver } from './serving-observer.js';
