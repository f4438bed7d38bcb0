export { FeedClient, type FeedClientEvents } from './feed-client.js';
export { type BadMessage } from './feed-message.js';
export { type FeedStatus } from './feed-pages.js';
export { FeedServer } from './feed-server.js';
