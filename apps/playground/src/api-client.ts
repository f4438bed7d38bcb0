import { bearer, type Keys } from './keys.js';

export const GRAPHQL_URL = '/graphql';

/** Sends one operation and gives its data. Rejects with the api's own words when there are errors. */
export type Ask = <Data>(query: string, variables?: object) => Promise<Data>;

interface GraphqlAnswer<Data> {
  readonly data: Data;
  readonly errors?: readonly { readonly message: string }[];
}

/** Asks with one key. */
export const askWith =
  (key: string): Ask =>
  async <Data>(query: string, variables: object = {}): Promise<Data> => {
    const response = await fetch(GRAPHQL_URL, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: bearer(key) },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = (await response.json()) as GraphqlAnswer<Data>;
    if (errors !== undefined) throw new Error(errors.map(({ message }) => message).join('; '));
    return data;
  };

/** The demo keys that the api offers; none on a server that is not a demonstration. */
export const readKeys = async (): Promise<Keys> => {
  const response = await fetch('config.json');
  if (!response.ok) throw new Error(`config.json: HTTP ${response.status}`);
  return ((await response.json()) as { readonly keys: Keys }).keys;
};
