import { pino, type Logger } from 'pino';

/** Structured logs. An error of the Redis client carries the command that failed, which may be AUTH with its password. */
export const workerLogger = (level: string): Logger => pino({ name: 'worker', level, redact: ['err.command'] });
