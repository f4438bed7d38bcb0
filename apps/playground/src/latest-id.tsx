import { useGraphiQL } from '@graphiql/react';
import { useEffect, useRef, type RefObject } from 'react';
import { useActiveExample } from './active-example.js';
import { NO_ID } from './examples/index.js';
import { type LatestIds } from './latest-ids.js';
import { editorText } from './tabs.js';

/** Puts the id of the latest answer into the tab of an example that asks by id, unless a person wrote one there. */
export const LatestId = ({ latestIds }: { readonly latestIds: RefObject<LatestIds> }): null => {
  const field = useActiveExample()?.idFrom;
  const variableEditor = useGraphiQL((state) => state.variableEditor);
  const ours = useRef(new Set([editorText({ id: NO_ID })]));
  useEffect(() => {
    const id = field === undefined ? undefined : latestIds.current[field];
    if (id === undefined || variableEditor === undefined || !ours.current.has(variableEditor.getValue())) return;
    const variables = editorText({ id });
    ours.current.add(variables);
    variableEditor.setValue(variables);
  }, [field, variableEditor, latestIds]);
  return null;
};
