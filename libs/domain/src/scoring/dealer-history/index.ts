export * from './dealer-history.js';
export * from './dealer-profile.js';
export { assumed, type Assumed, type Estimate, type EstimateBasis } from './estimate.js';
export { ResponseHazard } from './response-times.js';
export * from './quoted-request.js';
