import { useCallback, useMemo, useRef, useState, type ReactNode } from 'react';
import { askWith } from './api-client.js';
import { Editor } from './editor.js';
import { readExampleMarket } from './example-market.js';
import { keyFor, type Keys } from './keys.js';
import { type LatestIds } from './latest-ids.js';
import { newKey } from './new-key.js';
import { readSession } from './session.js';
import { SessionLine } from './session-line.js';
import { useAnswer } from './use-answer.js';

const SESSION_EVERY_MS = 1_000;

/** The market session on top, the editor with its priced examples below. */
export const Workbench = ({ keys }: { readonly keys: Keys }): ReactNode => {
  const ask = useMemo(() => askWith(keyFor(keys, 'trader')), [keys]);
  const session = useAnswer(
    useCallback(() => readSession(ask), [ask]),
    SESSION_EVERY_MS,
  );
  // Every new object prices the examples anew, even for the same instrument.
  const [wanted, setWanted] = useState<{ readonly instrumentId?: string }>({});
  const pricing = useAnswer(
    useCallback(
      async () => ({ id: newKey(), market: await readExampleMarket(ask, wanted.instrumentId) }),
      [ask, wanted],
    ),
  );
  const latestIds = useRef<LatestIds>({});
  return (
    <>
      <SessionLine
        session={session}
        market={pricing.value?.market}
        problem={pricing.problem}
        onPrice={(instrumentId) => {
          setWanted({ instrumentId });
        }}
      />
      {pricing.value !== undefined && (
        <Editor key={pricing.value.id} keys={keys} market={pricing.value.market} latestIds={latestIds} />
      )}
    </>
  );
};
