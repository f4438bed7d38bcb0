export * from './quote-price.js';
