import { type IncomingMessage } from 'node:http';
import { type Socket } from 'node:net';
import { type ApiKeyHolder } from '#application/ports';
import {
  GraphQLError,
  TokenKind,
  validate,
  type DocumentNode,
  type GraphQLField,
  type GraphQLSchema,
  type Token,
} from 'graphql';
import { type FastifyRequest } from 'fastify';
import { formatError, type ErrorLog } from './error-formatter.js';
import { type HttpLimits } from './http-doors.js';
import { type KeyDoor, NO_KEY, WEB_SOCKETS } from './key-door.js';
import { checkDocument, QUERY_LIMITS, queryTooCostly } from './query-limits.js';
import { type RequestContext } from './request-context.js';

interface Closable {
  close(code: number, reason: string): void;
}

/** What a resolver, and these doors, know of a WebSocket. */
interface SocketContext extends RequestContext {
  /** Ids of the subscriptions that the client has not ended. */
  readonly subscriptions: Set<string | number>;
  /** Whether the key that opened the connection still opens the api. */
  readonly mayListen: () => Promise<boolean>;
}

/** The protocol's close code for a client that says twice who it is. */
const TOO_MANY_INITIALISATIONS = 4429;

/**
 * What a WebSocket must pass: its first message comes in time and bears a key, it says who it is once, its documents
 * keep the limits of every document and are valid, which mercurius does not check, and it does not subscribe without end.
 */
export const subscriptionDoors = (keys: KeyDoor, limits: HttpLimits, log: ErrorLog) => {
  const unidentified = new WeakMap<Socket, NodeJS.Timeout>();
  const identified = new WeakSet<Socket>();
  return {
    subscription: {
      verifyClient: ({ req: { socket } }: { req: IncomingMessage }, next: (accepted: boolean) => void): void => {
        const tooLate = setTimeout(() => socket.destroy(), limits.webSocketKeyTimeoutMs);
        unidentified.set(socket, tooLate);
        socket.once('close', () => {
          clearTimeout(tooLate);
        });
        next(true);
      },
      // Called with every message that says who the client is. A second one would be given a new count of subscriptions.
      context: (webSocket: Closable, { raw: { socket } }: FastifyRequest): object => {
        clearTimeout(unidentified.get(socket));
        if (identified.has(socket)) {
          webSocket.close(TOO_MANY_INITIALISATIONS, 'Too many initialisation requests');
          throw new Error('a WebSocket said twice who it is');
        }
        identified.add(socket);
        return {};
      },
      onConnect: async ({ payload }: { payload?: { authorization?: unknown } }): Promise<SocketContext> => {
        const find = (): Promise<ApiKeyHolder | undefined> => keys.holderOf(WEB_SOCKETS, payload?.authorization);
        const holder = await find();
        if (holder === undefined) throw noKey();
        return { holder, subscriptions: new Set(), mayListen: async () => (await find()) !== undefined };
      },
      keepAlive: limits.webSocketPingMs,
    },
    hooks: {
      preSubscriptionExecution: (
        schema: GraphQLSchema,
        document: DocumentNode,
        context: object,
        id: string | number,
      ): void => {
        const { subscriptions } = context as SocketContext;
        checkDocument(document);
        checkTokens(document);
        const [invalid] = validate(schema, document);
        if (invalid !== undefined) throw told(invalid, schema, log);
        if (subscriptions.size >= limits.subscriptionsPerSocket || subscriptions.has(id)) {
          throw new GraphQLError(`at most ${limits.subscriptionsPerSocket} subscriptions per connection, one per id`, {
            extensions: { code: 'RATE_LIMITED' },
          });
        }
        subscriptions.add(id);
      },
      // Of a connection that never subscribed there is no context.
      onSubscriptionEnd: (context: object | null, id: string | number): void => {
        (context as SocketContext | null)?.subscriptions.delete(id);
      },
    },
  };
};

/**
 * Wraps every subscription field: what ends a stream leaves in the form of every other error, and a key that was revoked
 * since hears nothing more.
 */
export const guardStreams = (schema: GraphQLSchema, log: ErrorLog): GraphQLSchema => {
  const fields: Record<string, GraphQLField<unknown, SocketContext>> = schema.getSubscriptionType()?.getFields() ?? {};
  for (const field of Object.values(fields)) {
    const { subscribe } = field;
    if (subscribe === undefined) continue;
    field.subscribe = async (source, args, context, info) => {
      const stream = (await subscribe(source, args, context, info)) as AsyncIterableIterator<unknown>;
      const next = async (): Promise<IteratorResult<unknown>> => {
        const item = await stream.next();
        if (item.done !== true && !(await context.mayListen())) throw noKey();
        return item;
      };
      return {
        [Symbol.asyncIterator]() {
          return this;
        },
        next: () =>
          next().catch(async (error: unknown) => {
            await stream.return?.();
            throw told(error as Error, schema, log);
          }),
        return: () => stream.return?.(),
      };
    };
  }
  return schema;
};

const noKey = (): GraphQLError => new GraphQLError(NO_KEY, { extensions: { code: 'UNAUTHENTICATED' } });

const told = (error: Error, schema: GraphQLSchema, log: ErrorLog): GraphQLError => {
  const { message, extensions = {} } = formatError(error, schema, log);
  return new GraphQLError(message, { extensions });
};

// Over HTTP the parser counts.
const checkTokens = ({ loc }: DocumentNode): void => {
  let count = 0;
  for (let token: Token | null = loc?.startToken ?? null; token !== null; token = token.next) {
    if (token.kind !== TokenKind.COMMENT) count += 1;
  }
  // The first and the last token stand for the two ends of the text.
  if (count - 2 > QUERY_LIMITS.tokens) throw queryTooCostly('tokens', count - 2);
};
