import { type LoggerService } from '@nestjs/common';
import { type FastifyInstance, type FastifyServerOptions } from 'fastify';
import { destination, pino, type Logger } from 'pino';

const LOG_BUFFER_BYTES = 8_192;
const LOG_FLUSH_MS = 250;

/**
 * Structured logs; nothing that a key or a body holds is ever written. Lines leave in batches, a quarter of a second old
 * at most: a write per request costs as much as scoring it. What must survive is in the decision log.
 */
export const apiLogger = (level: string, file: string | 1 = 1): Logger =>
  pino(
    { name: 'api', level, redact: ['req.headers.authorization', 'headers.authorization'] },
    destination({ dest: file, sync: false, minLength: LOG_BUFFER_BYTES, periodicFlush: LOG_FLUSH_MS }),
  );

/** Nest speaks through pino; its start-up chatter is left out. */
export const nestLogger = (logger: Logger): LoggerService => ({
  log: () => undefined,
  warn: (message: unknown) => {
    logger.warn(String(message));
  },
  error: (message: unknown, ...details: unknown[]) => {
    logger.error({ details }, String(message));
  },
});

const REQUEST_ID = /^[\w.-]{1,64}$/;

/** Keeps a caller's x-request-id when it is well-formed, so that one id follows a request through all logs. */
export const requestIds = (newId: () => string): Pick<FastifyServerOptions, 'genReqId'> => ({
  genReqId: ({ headers }) => {
    const given = headers['x-request-id'];
    return typeof given === 'string' && REQUEST_ID.test(given) ? given : newId();
  },
});

/** One line per request: who, what, how it ended, how long it took. Returns the id to the caller. */
export const installRequestLog = (fastify: FastifyInstance): void => {
  fastify.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id).header('x-content-type-options', 'nosniff');
    done();
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    request.log.info({
      method: request.method,
      route: request.routeOptions.url,
      status: reply.statusCode,
      keyId: request.holder?.keyId,
      ms: Math.round(reply.elapsedTime * 100) / 100,
    });
    done();
  });
};
