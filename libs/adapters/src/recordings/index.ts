export { verifyLobsterBook, type LobsterBookCheck } from './verify-lobster-book.js';
export { openSessions } from './open-sessions.js';
export { Quarantine, type QuarantineReason, type QuarantineSink } from './quarantine.js';
export { RecordingError, type RecordingErrorCode } from './recording-error.js';
