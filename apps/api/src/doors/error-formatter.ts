import { StoreOverloaded, SubscriberTooSlow } from '#application/ports';
import { UnreadableHistory } from '#application/read-features';
import { GraphQLError, type ExecutionResult, type GraphQLFormattedError, type GraphQLSchema } from 'graphql';
import { type FastifyBaseLogger, type FastifyRequest } from 'fastify';
import { invalidField } from './invalid-request.js';
import { queryTooCostly } from './query-limits.js';
import { refusedVariables } from './variables-once.js';

interface FormattedAnswer {
  readonly statusCode: number;
  readonly response: {
    readonly data: ExecutionResult['data'] | null;
    readonly errors: readonly GraphQLFormattedError[];
  };
}

/** What the formatter uses of a request's context. */
interface FormatterContext {
  readonly app: { readonly graphql: { readonly schema: GraphQLSchema } };
  readonly reply?: { readonly request: FastifyRequest };
}

export type ErrorLog = Pick<FastifyBaseLogger, 'error'>;

/** HTTP status of an error code; an execution that came as far as data answers 200, as GraphQL over HTTP says. */
const STATUS_OF_CODE: Readonly<Record<string, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  METHOD_NOT_ALLOWED: 405,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  RATE_LIMITED: 429,
  INTERNAL: 500,
  OVERLOADED: 503,
  UNAVAILABLE: 503,
};

/** Every error that leaves: a stable code, the field it concerns where there is one, nothing about the inside. */
export const formatErrors =
  (log: ErrorLog) =>
  (execution: ExecutionResult, { app, reply }: FormatterContext): FormattedAnswer => {
    const { schema } = app.graphql;
    const refused = reply && refusedVariables(execution, schema, reply.request);
    const errors = (refused ?? execution.errors ?? []).flatMap(found).map((error) => formatError(error, schema, log));
    const status = STATUS_OF_CODE[String(errors[0]?.extensions?.code)] ?? 400;
    return { statusCode: execution.data ? 200 : status, response: { data: execution.data ?? null, errors } };
  };

/** mercurius hands over what parsing and validation found inside one error. */
const found = (error: GraphQLError): readonly Error[] => {
  const { code, errors } = (error.originalError ?? {}) as { code?: string; errors?: readonly Error[] };
  return code === 'MER_ERR_GQL_VALIDATION' && errors !== undefined ? errors : [error];
};

/** Every error that leaves, over HTTP or a WebSocket. What is nobody's mistake but ours is logged and not told. */
export const formatError = (error: Error, schema: GraphQLSchema, log: ErrorLog): GraphQLFormattedError => {
  const located = error instanceof GraphQLError ? error : undefined;
  const path = located?.path === undefined ? {} : { path: located.path };
  // A compiled query's errors come without extensions.
  const code = (located as Partial<GraphQLError> | undefined)?.extensions?.code;
  if (located !== undefined && code !== undefined) {
    return { message: error.message, ...path, extensions: located.extensions };
  }
  if (located !== undefined && located.path === undefined && isOfGraphql(located)) return refusal(located, schema);
  const cause = located?.originalError ?? error;
  if (cause instanceof StoreOverloaded) {
    return {
      message: 'the store has too much to do; nothing was written, send the request again',
      ...path,
      extensions: { code: 'OVERLOADED' },
    };
  }
  if (cause instanceof SubscriberTooSlow) {
    return {
      message: 'too many changes were left unread; query, and subscribe again',
      extensions: { code: 'SUBSCRIBER_TOO_SLOW' },
    };
  }
  if (cause instanceof UnreadableHistory) {
    log.error({ err: cause }, 'recorded features cannot be read');
    return { message: `${cause.message} now; why is in the log`, ...path, extensions: { code: 'UNAVAILABLE' } };
  }
  const { statusCode } = cause as HttpError;
  if (statusCode !== undefined && statusCode < 500) return httpRefusal(cause, statusCode);
  log.error({ err: cause }, 'request failed');
  return { message: 'the request failed inside; it is in the log', ...path, extensions: { code: 'INTERNAL' } };
};

/** Whether GraphQL itself made the error, from the request alone. */
const isOfGraphql = ({ originalError }: GraphQLError): boolean =>
  originalError === undefined || (originalError instanceof GraphQLError && isOfGraphql(originalError));

const TOO_MANY_TOKENS = 'Syntax Error: Document contains more that';

const refusal = (error: GraphQLError, schema: GraphQLSchema): GraphQLFormattedError => {
  if (error.message.startsWith(TOO_MANY_TOKENS)) return queryTooCostly('tokens').toJSON();
  const field = invalidField(error, schema);
  // A variable's error repeats all of the variable; the original speaks of the field alone.
  const text = shortened(withoutSuggestions((error.originalError ?? error).message));
  return {
    message: field === undefined ? text : `${field.field}: ${text}`,
    ...(error.locations && { locations: error.locations }),
    extensions: { code: 'INVALID_REQUEST', ...(field !== undefined && { fields: [field] }) },
  };
};

/** What fastify throws, and what it finds wrong with a body. */
interface HttpError extends Error {
  readonly code?: string;
  readonly statusCode?: number;
  readonly validation?: readonly {
    readonly instancePath: string;
    readonly params: { readonly type?: string | readonly string[] };
  }[];
}

const CODE_OF_STATUS: Readonly<Record<number, string>> = Object.fromEntries(
  Object.entries(STATUS_OF_CODE).map(([code, status]) => [status, code]),
);

const httpRefusal = ({ message, code, validation }: HttpError, statusCode: number): GraphQLFormattedError => {
  if (code === 'MER_ERR_GQL_PERSISTED_QUERY_NOT_FOUND') return invalidBody('query', 'GraphQL text');
  const [wrong] = validation ?? [];
  if (wrong !== undefined) {
    const field = wrong.instancePath.slice(1).replaceAll('/', '.');
    return invalidBody(field === '' ? 'body' : field, [wrong.params.type ?? 'another value'].flat().join(' or '));
  }
  return { message, extensions: { code: CODE_OF_STATUS[statusCode] ?? 'INVALID_REQUEST' } };
};

const invalidBody = (field: string, allowed: string): GraphQLFormattedError => ({
  message: `${field} must be ${allowed}`,
  extensions: { code: 'INVALID_REQUEST', fields: [{ field, allowed }] },
});

// "Did you mean" tells a stranger the schema.
const withoutSuggestions = (message: string): string => message.replace(/ Did you mean [^]*$/, '');

const MESSAGE_LENGTH_MAX = 300;

const shortened = (message: string): string =>
  message.length > MESSAGE_LENGTH_MAX ? `${message.slice(0, MESSAGE_LENGTH_MAX)}…` : message;
