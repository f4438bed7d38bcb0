export { BookEvents } from './book-events.js';
export { type BookView } from './book-view.js';
export { OrderBook } from './order-book.js';
export { checkOrderBook, type OrderBookParameters } from './order-book-parameters.js';
export { ANONYMOUS, BookEventKind, OrderType, Reason, type ReasonCode, type ReasonName } from './order-codes.js';
