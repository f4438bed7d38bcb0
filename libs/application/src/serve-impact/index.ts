export { parametricAnswers } from './parametric-answers.js';
