import { type ExampleMarket } from './example-market.js';
import { EXAMPLES, type Example } from './examples/index.js';
import { bearer, keyFor, type Keys } from './keys.js';

/** A tab as the editor takes it: three texts. */
export interface ExampleTab {
  readonly query: string;
  readonly variables: string;
  readonly headers: string;
}

/** One tab per example, priced from a market and carrying the key of its role. */
export const exampleTabs = (keys: Keys, market: ExampleMarket, newKey: () => string): readonly ExampleTab[] =>
  EXAMPLES.map((example) => ({
    query: example.query,
    variables: editorText(example.variables(market, newKey)),
    headers: editorText({ authorization: bearer(keyFor(keys, example.role)) }),
  }));

export const exampleNamed = (name: string | undefined): Example | undefined =>
  EXAMPLES.find((example) => example.name === name);

/** JSON as a person edits it. */
export const editorText = (value: object): string => JSON.stringify(value, null, 2);
