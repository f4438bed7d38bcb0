import { useGraphiQL } from '@graphiql/react';
import { type Example } from './examples/index.js';
import { exampleNamed } from './tabs.js';

/** The example whose operation stands in the active tab. */
export const useActiveExample = (): Example | undefined =>
  exampleNamed(useGraphiQL(({ tabs, activeTabIndex }) => tabs[activeTabIndex]?.title));
