export * from './finish-request.js';
export * from './finished-request.js';
export * from './leakage-rows.js';
export * from './quoted-request-of.js';
