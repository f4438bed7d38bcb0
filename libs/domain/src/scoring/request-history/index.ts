export * from './finish-request.js';
export * from './finished-request.js';
export * from './quoted-request-of.js';
