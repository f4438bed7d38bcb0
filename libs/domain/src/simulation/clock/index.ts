export { EventQueue } from './event-queue.js';
export { MessageQueue } from './message-queue.js';
