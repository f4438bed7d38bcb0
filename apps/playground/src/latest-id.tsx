import { useGraphiQL } from '@graphiql/react';
import { useEffect, useRef, type RefObject } from 'react';
import { useActiveExample } from './active-example.js';
import { NO_ID } from './examples/index.js';
import { type LatestIds } from './latest-ids.js';

/** Puts the id of the latest answer into the tab of an example that asks by id, unless a person wrote one there. */
export const LatestId = ({ latestIds }: { readonly latestIds: RefObject<LatestIds> }): null => {
  const field = useActiveExample()?.idFrom;
  const variableEditor = useGraphiQL((state) => state.variableEditor);
  const ours = useRef(new Set([NO_ID]));
  useEffect(() => {
    const id = field === undefined ? undefined : latestIds.current[field];
    if (id === undefined || variableEditor === undefined) return;
    const variables = variableEditor.getValue();
    const before = [...ours.current].find((known) => variables.includes(known));
    if (before === undefined || before === id) return;
    ours.current.add(id);
    variableEditor.setValue(variables.replaceAll(before, id));
  }, [field, variableEditor, latestIds]);
  return null;
};
