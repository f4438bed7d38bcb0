import { type IncomingMessage } from 'node:http';
import { type Socket } from 'node:net';
import { type ApiKeys } from '#application/ports';
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
import { holderOf, NO_KEY, type HttpLimits } from './http-doors.js';
import { checkDocument, QUERY_LIMITS, queryTooCostly } from './query-limits.js';
import { type RequestContext } from './request-context.js';

/** What a resolver, and these doors, know of a WebSocket. */
interface SocketContext extends RequestContext {
  /** Ids of the subscriptions that the client has not ended. */
  readonly subscriptions: Set<string | number>;
}

/**
 * What a WebSocket must pass: its first message comes in time and bears a key, its documents keep the limits of every
 * document and are valid, which mercurius does not check, and it does not subscribe without end.
 */
export const subscriptionDoors = (apiKeys: ApiKeys, limits: HttpLimits, log: ErrorLog) => {
  const unidentified = new WeakMap<Socket, NodeJS.Timeout>();
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
      // Called with the first message.
      context: (_webSocket: unknown, { raw }: FastifyRequest): object => {
        clearTimeout(unidentified.get(raw.socket));
        return {};
      },
      onConnect: async ({ payload }: { payload?: { authorization?: unknown } }): Promise<SocketContext> => {
        const holder = await holderOf(apiKeys, payload?.authorization);
        if (holder === undefined) throw new GraphQLError(NO_KEY, { extensions: { code: 'UNAUTHENTICATED' } });
        return { holder, subscriptions: new Set() };
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

/** Wraps every subscription field, so that what ends a stream leaves in the form of every other error. */
export const tellFailures = (schema: GraphQLSchema, log: ErrorLog): GraphQLSchema => {
  const fields: Record<string, GraphQLField<unknown, unknown>> = schema.getSubscriptionType()?.getFields() ?? {};
  for (const field of Object.values(fields)) {
    const { subscribe } = field;
    if (subscribe === undefined) continue;
    field.subscribe = async (source, args, context, info) => {
      const stream = (await subscribe(source, args, context, info)) as AsyncIterableIterator<unknown>;
      return {
        [Symbol.asyncIterator]() {
          return this;
        },
        next: () =>
          stream.next().catch((error: unknown) => {
            throw told(error as Error, schema, log);
          }),
        return: () => stream.return?.(),
      };
    };
  }
  return schema;
};

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
