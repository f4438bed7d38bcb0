export * from './quoting-policy.js';
