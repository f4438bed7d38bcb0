export { BinanceDecoder } from './binance/binance-decoder.js';
export { openSessions } from './open-sessions.js';
export { Quarantine, type QuarantineSink } from './quarantine.js';
export { RecordingError } from './recording-error.js';
export { verifyLobsterBook } from './verify-lobster-book.js';
