export * from './change-stream.js';
export * from './desk-subscribers.js';
export * from './follower.js';
