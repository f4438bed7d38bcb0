import { createGraphiQLFetcher, type Fetcher, type FetcherParams } from '@graphiql/toolkit';
import { Kind, parse, type DocumentNode } from 'graphql';
import { GRAPHQL_URL } from './api-client.js';
import { bearer } from './keys.js';

/**
 * How the editor reaches the api: over HTTP, subscriptions over a socket that says who it is in its first message.
 * A tab's own headers go before `defaultKey`. `onAnswer` sees every answer that came over HTTP.
 */
export const editorFetcher = (defaultKey: string, onAnswer: (answer: unknown) => void): Fetcher => {
  const authorization = bearer(defaultKey);
  const send = createGraphiQLFetcher({
    url: GRAPHQL_URL,
    subscriptionUrl: new URL(GRAPHQL_URL, location.origin.replace(/^http/, 'ws')).href,
    headers: { authorization },
    wsConnectionParams: { authorization },
    enableIncrementalDelivery: false,
    fetch: async (input, init) => {
      const response = await fetch(input, init);
      onAnswer(await response.clone().json());
      return response;
    },
  });
  return (params, options) => send(...ofThisQuery(params, options));
};

// Just after a change of tab the editor still names the operation of the tab before.
const ofThisQuery = (params: FetcherParams, options: Parameters<Fetcher>[1]): Parameters<Fetcher> => {
  const documentAST = parsed(params.query);
  const operations = documentAST?.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION) ?? [];
  const [only, another] = operations;
  if (documentAST === undefined || only?.kind !== Kind.OPERATION_DEFINITION || another !== undefined) {
    return [params, options];
  }
  return [
    { ...params, operationName: only.name?.value ?? null },
    { ...options, documentAST },
  ];
};

const parsed = (query: string): DocumentNode | undefined => {
  try {
    return parse(query);
  } catch {
    return undefined; // the api says what is wrong with it
  }
};
