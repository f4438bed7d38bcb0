export * from './learned-models.js';
export * from './quoted-outcome.js';
