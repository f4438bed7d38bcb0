export { FeedClient } from './feed-client.js';
export { type FeedStatus } from './feed-pages.js';
export { FeedServer } from './feed-server.js';
