import { getComplexity, simpleEstimator } from 'graphql-query-complexity';
import { GraphQLError, Kind, visit, type DocumentNode, type GraphQLSchema } from 'graphql';

/** What one query may ask for. Tokens are limited by the parser (`MAX_TOKENS`). */
export const QUERY_LIMITS = { depth: 16, aliases: 30, nodes: 1_500, cost: 1_000 } as const;
export const MAX_TOKENS = 2_000;

const limit = (what: keyof typeof QUERY_LIMITS, value: number): GraphQLError =>
  new GraphQLError(`the query's ${what} is ${value}; at most ${QUERY_LIMITS[what]} is allowed`, {
    extensions: { code: 'QUERY_TOO_COSTLY', limit: what, allowed: QUERY_LIMITS[what] },
  });

/** Depth, aliases and size of a document, before it is validated. Throws a GraphQLError with code QUERY_TOO_COSTLY. */
export const checkShape = (document: DocumentNode): void => {
  let depth = 0;
  let deepest = 0;
  let aliases = 0;
  let nodes = 0;
  visit(document, {
    enter: (node) => {
      nodes += 1;
      if (node.kind === Kind.SELECTION_SET) deepest = Math.max(deepest, (depth += 1));
      if (node.kind === Kind.FIELD && node.alias !== undefined) aliases += 1;
    },
    leave: (node) => {
      if (node.kind === Kind.SELECTION_SET) depth -= 1;
    },
  });
  if (nodes > QUERY_LIMITS.nodes) throw limit('nodes', nodes);
  if (aliases > QUERY_LIMITS.aliases) throw limit('aliases', aliases);
  if (deepest > QUERY_LIMITS.depth) throw limit('depth', deepest);
};

const costs = new WeakMap<DocumentNode, number>();

/**
 * Cost of a valid document: one per field, fragments unfolded as often as they are used, whatever @skip and @include
 * leave out this time. Known once per document, since mercurius keeps parsed documents. Throws a GraphQLError with code QUERY_TOO_COSTLY.
 */
export const checkCost = (schema: GraphQLSchema, document: DocumentNode, variables: Record<string, unknown>): void => {
  let cost = costs.get(document);
  if (cost === undefined) {
    cost = getComplexity({
      schema,
      query: visit(document, { Directive: () => null }),
      variables,
      estimators: [simpleEstimator({ defaultComplexity: 1 })],
    });
    costs.set(document, cost);
  }
  if (cost > QUERY_LIMITS.cost) throw limit('cost', cost);
};

export const operationCount = ({ definitions }: DocumentNode): number =>
  definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION).length;
