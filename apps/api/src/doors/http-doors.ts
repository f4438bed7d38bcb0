import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { type ApiKeyHolder } from '#application/ports';
import { type KeyDoor, NO_KEY } from './key-door.js';
import { OpenSockets } from './open-sockets.js';

export const GRAPHQL_PATH = '/graphql';

/** Limits of the HTTP door. */
export const HTTP_LIMITS = {
  bodyBytes: 256 * 1024,
  headersTimeoutMs: 5_000,
  requestTimeoutMs: 10_000,
  /** How often slow connections are looked for. */
  slowConnectionCheckMs: 1_000,
  keepAliveTimeoutMs: 65_000,
  /** From the upgrade to the first message, which bears the key. */
  webSocketKeyTimeoutMs: 5_000,
  webSocketPingMs: 20_000,
  webSocketsPerAddress: 256,
  subscriptionsPerSocket: 100,
  /** Of one key. */
  requestsPerSecond: 2_000,
  /** Of one address. */
  unknownKeysPerSecond: 50,
} as const;

export type HttpLimits = Readonly<Record<keyof typeof HTTP_LIMITS, number>>;

declare module 'fastify' {
  interface FastifyRequest {
    /** Set on GraphQL requests once the key is known. */
    holder: ApiKeyHolder | null;
    /** Set by the WebSocket plugin before the body is read. */
    readonly ws?: boolean;
  }
}

/**
 * What a GraphQL request must pass before its body is read: method, content type (a browser form cannot send
 * application/json, so no foreign page can make a browser trade), API key, rate. Of a WebSocket: how many its address has.
 */
export const installHttpDoors = (
  fastify: FastifyInstance,
  keys: KeyDoor,
  { requestsPerSecond, webSocketsPerAddress }: Pick<HttpLimits, 'requestsPerSecond' | 'webSocketsPerAddress'>,
): void => {
  const limiter = new RateLimiterMemory({ points: requestsPerSecond, duration: 1 });
  const webSockets = new OpenSockets(webSocketsPerAddress);
  fastify.decorateRequest('holder', null);
  fastify.addHook('onRequest', async (request, reply) => {
    if (!isGraphql(request)) return;
    // A subscription says who it is in its first message.
    if (asksForWebSocket(request)) {
      if (webSockets.admit(request.ip, request.raw.socket)) return;
      return refuse(reply, 429, 'RATE_LIMITED', `at most ${webSocketsPerAddress} WebSockets from one address`);
    }
    if (request.method !== 'POST') return refuseMethod(reply);
    if (!isJson(request)) {
      return refuse(reply, 415, 'UNSUPPORTED_MEDIA_TYPE', 'content-type must be application/json');
    }
    const holder = await keys.holderOf(request.ip, request.headers.authorization);
    if (holder === undefined) return refuse(reply, 401, 'UNAUTHENTICATED', NO_KEY);
    request.holder = holder;
    const refused = await limiter.consume(holder.keyId).then(
      () => false,
      () => true,
    );
    if (refused) {
      return refuse(
        reply.header('retry-after', '1'),
        429,
        'RATE_LIMITED',
        `at most ${requestsPerSecond} requests a second per key`,
      );
    }
  });
  // A connection that asked to be upgraded is no longer the HTTP server's: without this, a refused one stays open.
  fastify.addHook('onResponse', (request, _reply, done) => {
    if (request.headers.upgrade !== undefined) request.raw.socket.destroySoon();
    done();
  });
  fastify.addHook('preHandler', (request, reply, done) => {
    if (asksForWebSocket(request) && isGraphql(request) && request.ws !== true) void refuseMethod(reply);
    else done();
  });
};

// By route and not by URL: a path has many spellings, such as /%67raphql.
const isGraphql = ({ routeOptions }: FastifyRequest): boolean => routeOptions.url === GRAPHQL_PATH;

/** Anybody can send the header; whether the connection became a WebSocket is known later. */
const asksForWebSocket = ({ method, headers }: FastifyRequest): boolean =>
  method === 'GET' && headers.upgrade?.toLowerCase() === 'websocket';

const isJson = ({ headers }: FastifyRequest): boolean =>
  /^application\/json\s*(;|$)/i.test(headers['content-type'] ?? '');

const refuseMethod = (reply: FastifyReply): FastifyReply =>
  refuse(reply.header('allow', 'POST'), 405, 'METHOD_NOT_ALLOWED', 'send GraphQL by POST');

const refuse = (reply: FastifyReply, status: number, code: string, message: string): FastifyReply =>
  reply.code(status).send({ data: null, errors: [{ message, extensions: { code } }] });
