import {
  getOperationAST,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLError,
  type GraphQLSchema,
} from 'graphql';
import { getVariableValues } from 'graphql/execution/values.js';
import { type FastifyInstance, type FastifyRequest } from 'fastify';
import { GRAPHQL_PATH } from './http-doors.js';

type Variables = Readonly<Record<string, unknown>>;

declare module 'fastify' {
  interface FastifyRequest {
    /** A GraphQL request's variables, taken from its body. */
    variables: Variables | null;
    /** The document that is executed with them. */
    document: DocumentNode | null;
  }
}

// mercurius checks variables with graphql-js, and then the compiled query checks them again: a tenth of a request. Here
// they pass by the first check. A compiled query that refuses them names no field, so graphql-js is asked then.

/** Takes the variables out of the body of every GraphQL request, where mercurius looks for them. */
export const takeVariables = (fastify: FastifyInstance): void => {
  fastify.decorateRequest('variables', null);
  fastify.decorateRequest('document', null);
  fastify.addHook('preHandler', (request, _reply, done) => {
    const body = request.body as { variables?: Variables | null } | null | undefined;
    // A body that is not of the right shape is refused by what finds it so.
    if (request.routeOptions.url === GRAPHQL_PATH && request.validationError === undefined && body?.variables) {
      request.variables = body.variables;
      delete body.variables;
    }
    done();
  });
};

/** Hands the variables to the execution of `document`, in the form that a preExecution hook answers. */
export const handOverVariables = (
  request: FastifyRequest,
  document: DocumentNode,
): { readonly variables?: Variables } => {
  if (request.variables === null) return {};
  request.document = document;
  return { variables: request.variables };
};

/** What graphql-js says of the variables of an execution that ended before any resolver; undefined when it was not them. */
export const refusedVariables = (
  { data, errors }: ExecutionResult,
  schema: GraphQLSchema,
  { variables, document, body }: FastifyRequest,
): readonly GraphQLError[] | undefined => {
  if (data || variables === null || document === null || errors?.some(({ path }) => path !== undefined))
    return undefined;
  const operation = getOperationAST(document, (body as { operationName?: string | null }).operationName);
  return getVariableValues(schema, operation?.variableDefinitions ?? [], variables).errors;
};
