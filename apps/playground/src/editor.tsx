import { GraphiQL } from 'graphiql';
import { useState, type ReactNode, type RefObject } from 'react';
import { EventCause } from './event-cause.js';
import { type ExampleMarket } from './example-market.js';
import { editorFetcher } from './fetcher.js';
import { keyFor, type Keys } from './keys.js';
import { LatestId } from './latest-id.js';
import { idsIn, type LatestIds } from './latest-ids.js';
import { newKey } from './new-key.js';
import { pageStorage } from './page-storage.js';
import { exampleTabs } from './tabs.js';

interface EditorProps {
  readonly keys: Keys;
  readonly market: ExampleMarket;
  readonly latestIds: RefObject<LatestIds>;
}

/** The GraphQL editor, opened on the examples. */
export const Editor = ({ keys, market, latestIds }: EditorProps): ReactNode => {
  const [tabs] = useState(() => [...exampleTabs(keys, market, newKey)]);
  const [fetcher] = useState(() =>
    editorFetcher(keyFor(keys, 'trader'), (answer) => {
      latestIds.current = { ...latestIds.current, ...idsIn(answer) };
    }),
  );
  // The editor takes only the query of its first tab from the tabs.
  const [first] = tabs;
  return (
    <GraphiQL
      fetcher={fetcher}
      defaultTabs={tabs}
      initialQuery={first?.query ?? ''}
      initialVariables={first?.variables ?? ''}
      initialHeaders={first?.headers ?? ''}
      storage={pageStorage}
      defaultEditorToolsVisibility="variables"
    >
      <GraphiQL.Logo> </GraphiQL.Logo>
      <GraphiQL.Footer>
        <EventCause keys={keys} market={market} />
      </GraphiQL.Footer>
      <LatestId latestIds={latestIds} />
    </GraphiQL>
  );
};
