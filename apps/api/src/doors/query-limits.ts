import {
  getOperationAST,
  GraphQLError,
  Kind,
  OperationTypeNode,
  visit,
  type DocumentNode,
  type SelectionSetNode,
} from 'graphql';

/** What one query may ask for. */
export const QUERY_LIMITS = { tokens: 2_000, depth: 16, aliases: 30, nodes: 2_000, cost: 1_000, rows: 200 } as const;

export const queryTooCostly = (what: keyof typeof QUERY_LIMITS, value?: number): GraphQLError =>
  new GraphQLError(
    `the query's ${what} must be at most ${QUERY_LIMITS[what]}${value === undefined ? '' : `, not ${value}`}`,
    { extensions: { code: 'QUERY_TOO_COSTLY', limit: what, allowed: QUERY_LIMITS[what] } },
  );

/**
 * The limits of a document, before it is validated. Tokens are limited by the parser. mercurius keeps documents, so this
 * is the price of a new one only. Throws a GraphQLError with code QUERY_TOO_COSTLY, or INVALID_REQUEST for no text.
 */
export const checkDocument = (document: DocumentNode | null): void => {
  // mercurius takes JSON for a parsed document, which would pass by the parser's limits.
  if (document?.loc === undefined) {
    throw new GraphQLError('query must be GraphQL text', {
      extensions: { code: 'INVALID_REQUEST', fields: [{ field: 'query', allowed: 'GraphQL text' }] },
    });
  }
  checkShape(document);
  const cost = costOf(document);
  if (cost > QUERY_LIMITS.cost) throw queryTooCostly('cost', cost);
};

const checkShape = (document: DocumentNode): void => {
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
  if (nodes > QUERY_LIMITS.nodes) throw queryTooCostly('nodes', nodes);
  if (aliases > QUERY_LIMITS.aliases) throw queryTooCostly('aliases', aliases);
  if (deepest > QUERY_LIMITS.depth) throw queryTooCostly('depth', deepest);
};

/**
 * One per field, fragments unfolded as often as they are spread, whatever @skip and @include leave out this time. Each
 * fragment is counted once, so a bomb costs nothing to measure; a cycle ends here and is refused by validation.
 */
const costOf = ({ definitions }: DocumentNode): number => {
  const fragments = new Map<string, SelectionSetNode>();
  for (const one of definitions) {
    if (one.kind === Kind.FRAGMENT_DEFINITION) fragments.set(one.name.value, one.selectionSet);
  }
  const known = new Map<string, number>();
  const costOfFragment = (name: string): number => {
    let cost = known.get(name);
    if (cost === undefined) {
      known.set(name, 0);
      known.set(name, (cost = costOfAll(fragments.get(name))));
    }
    return cost;
  };
  const costOfAll = (set: SelectionSetNode | undefined): number => {
    let cost = 0;
    for (const one of set?.selections ?? []) {
      if (one.kind === Kind.FRAGMENT_SPREAD) cost += costOfFragment(one.name.value);
      else cost += (one.kind === Kind.FIELD ? 1 : 0) + costOfAll(one.selectionSet);
    }
    return cost;
  };
  let cost = 0;
  for (const one of definitions) if (one.kind === Kind.OPERATION_DEFINITION) cost += costOfAll(one.selectionSet);
  return cost;
};

export const operationCount = ({ definitions }: DocumentNode): number =>
  definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION).length;

/** Throws a GraphQLError with code INVALID_REQUEST when the operation is one that only a WebSocket serves. */
export const refuseSubscription = (document: DocumentNode, operationName: string | undefined): void => {
  if (getOperationAST(document, operationName)?.operation !== OperationTypeNode.SUBSCRIPTION) return;
  throw new GraphQLError('subscriptions are served over a WebSocket, by the protocol graphql-transport-ws', {
    extensions: { code: 'INVALID_REQUEST' },
  });
};
