export * from './dealer-history.js';
export * from './dealer-profile.js';
export { assumed, type Assumed, type Estimate, type EstimateBasis } from './estimate.js';
export { ResponseHazard, type ResponsePrior } from './response-times.js';
export { type MeanPrior } from './shrink-means.js';
export { type RatePrior } from './shrink-rates.js';
export * from './quoted-request.js';
