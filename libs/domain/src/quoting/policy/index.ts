export * from './parse-quoting-policy.js';
export * from './quoting-policy.js';
