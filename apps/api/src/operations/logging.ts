import { type LoggerService } from '@nestjs/common';
import { type FastifyInstance, type FastifyServerOptions } from 'fastify';
import { pino, type Logger } from 'pino';

/** Structured logs; nothing that a key or a body holds is ever written. */
export const apiLogger = (level: string): Logger =>
  pino({ name: 'api', level, redact: ['req.headers.authorization', 'headers.authorization'] });

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
  fastify.addHook('onSend', (request, reply, _payload, done) => {
    reply.header('x-request-id', request.id);
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
