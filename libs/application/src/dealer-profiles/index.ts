export * from './assumed-dealer-profiles.js';
