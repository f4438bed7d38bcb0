import { DecisionLogOverloaded } from '#application/ports';
import {
  GraphQLError,
  Kind,
  parse,
  visit,
  type ASTNode,
  type ExecutionResult,
  type GraphQLFormattedError,
} from 'graphql';
import { type FastifyBaseLogger } from 'fastify';

interface FormattedAnswer {
  readonly statusCode: number;
  readonly response: {
    readonly data: ExecutionResult['data'] | null;
    readonly errors: readonly GraphQLFormattedError[];
  };
}

/** HTTP status of an error code; an execution that came as far as data answers 200, as GraphQL over HTTP says. */
const STATUS_OF_CODE: Readonly<Record<string, number>> = {
  UNAUTHENTICATED: 401,
  RATE_LIMITED: 429,
  OVERLOADED: 503,
  INTERNAL: 500,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  METHOD_NOT_ALLOWED: 405,
};

/** Every error that leaves: a stable code, the field it concerns where there is one, nothing about the inside. */
export const formatErrors =
  (log: Pick<FastifyBaseLogger, 'error'>) =>
  (execution: ExecutionResult): FormattedAnswer => {
    const errors = (execution.errors ?? []).flatMap(unwrap).map((error) => formatError(error, log));
    const status = STATUS_OF_CODE[String(errors[0]?.extensions?.code)] ?? 400;
    return { statusCode: execution.data ? 200 : status, response: { data: execution.data ?? null, errors } };
  };

/** mercurius wraps what parsing and validation found. */
const unwrap = (error: Error): readonly Error[] => {
  const inner = causes(error);
  return inner.length === 0 ? [error] : inner.flatMap(unwrap);
};

const causes = (error: Error): readonly Error[] => {
  const original = error instanceof GraphQLError ? error.originalError : undefined;
  const nested =
    (original as { errors?: readonly Error[] } | undefined)?.errors ?? (error as { errors?: readonly Error[] }).errors;
  return nested ?? (original instanceof GraphQLError ? [original] : []);
};

const formatError = (error: Error, log: Pick<FastifyBaseLogger, 'error'>): GraphQLFormattedError => {
  const graphqlError = error instanceof GraphQLError ? error : undefined;
  const path = graphqlError?.path === undefined ? {} : { path: graphqlError.path };
  // A compiled query's errors come without extensions.
  const code = (graphqlError as Partial<GraphQLError> | undefined)?.extensions?.code;
  if (graphqlError !== undefined && code !== undefined) {
    return { message: error.message, ...path, extensions: graphqlError.extensions };
  }
  const cause = graphqlError?.originalError ?? error;
  if (cause instanceof DecisionLogOverloaded) {
    return {
      message: 'too many decisions are waiting to be recorded; send the request again',
      ...path,
      extensions: { code: 'OVERLOADED' },
    };
  }
  const statusCode = (cause as { statusCode?: number }).statusCode;
  if (graphqlError?.originalError === undefined && graphqlError?.path === undefined) {
    const field = graphqlError === undefined ? undefined : offendingField(graphqlError);
    return {
      message: withoutSuggestions(error.message),
      ...(graphqlError?.locations && { locations: graphqlError.locations }),
      extensions: {
        code: 'INVALID_REQUEST',
        ...(field !== undefined && { fields: [{ field, allowed: allowedBy(error.message) }] }),
      },
    };
  }
  if (statusCode !== undefined && statusCode < 500)
    return { message: error.message, ...path, extensions: { code: 'INVALID_REQUEST' } };
  log.error({ err: cause }, 'request failed');
  return { message: 'the request failed inside; it is in the log', ...path, extensions: { code: 'INTERNAL' } };
};

/** Which input field GraphQL's own validation speaks of: by the variable's path, or by where it stands in the query. */
const offendingField = (error: GraphQLError): string | undefined => {
  const byVariable = / at "[^".]+\.([^"]+)"/.exec(error.message)?.[1];
  if (byVariable !== undefined) return byVariable.replaceAll(/\[(\d+)\]/g, '.$1');
  const missing =
    /Field "([^"]+)" of required type|Field "([^"]+)" is not defined by type|argument "([^"]+)" of type/.exec(
      error.message,
    );
  if (missing !== null) return missing[1] ?? missing[2] ?? missing[3];
  const position = error.positions?.[0];
  return error.source === undefined || position === undefined ? undefined : fieldAt(error.source.body, position);
};

const fieldAt = (query: string, position: number): string | undefined => {
  let found: string | undefined;
  const covers = (node: ASTNode): boolean =>
    node.loc !== undefined && node.loc.start <= position && position < node.loc.end;
  try {
    visit(parse(query), {
      enter: (node, _key, _parent, _path, ancestors) => {
        if (node.kind !== Kind.OBJECT_FIELD && node.kind !== Kind.ARGUMENT) return;
        if (!covers(node.value)) return;
        const above = ancestors.filter(
          (one): one is ASTNode & { name: { value: string } } =>
            'kind' in one && (one.kind === Kind.OBJECT_FIELD || one.kind === Kind.ARGUMENT),
        );
        found = [...above.map((one) => one.name.value), node.name.value].slice(above.length > 0 ? 1 : 0).join('.');
      },
    });
  } catch {
    return undefined;
  }
  return found;
};

// "Did you mean" tells a stranger the schema.
const withoutSuggestions = (message: string): string => message.replace(/ Did you mean .*$/, '');

const allowedBy = (message: string): string => {
  const enumName = /does not exist in "(\w+)" enum|Enum "(\w+)" cannot represent/.exec(message);
  if (enumName !== null) return `a value of the enum ${enumName[1] ?? enumName[2]}`;
  const type =
    /required type "([^"]+)"|[Ee]xpected (?:value of )?type "([^"]+)"|Expected non-nullable type "([^"]+)"/.exec(
      message,
    );
  return type === null ? 'see the schema' : `a value of type ${type[1] ?? type[2] ?? type[3]}`;
};
