import { useState, type ReactNode } from 'react';
import { useActiveExample } from './active-example.js';
import { askWith } from './api-client.js';
import { type ExampleMarket } from './example-market.js';
import { keyFor, type Keys } from './keys.js';
import { newKey } from './new-key.js';

interface EventCauseProps {
  readonly keys: Keys;
  readonly market: ExampleMarket;
}

/** Under a subscription's answer: a button that makes happen what it waits for, since leaving the tab would end it. */
export const EventCause = ({ keys, market }: EventCauseProps): ReactNode => {
  const [problem, setProblem] = useState<string>();
  const cause = useActiveExample()?.causedBy;
  if (cause === undefined) return null;
  const run = (): void => {
    const ask = askWith(keyFor(keys, cause.role));
    ask(cause.query, cause.variables(market, newKey)).then(
      () => {
        setProblem(undefined);
      },
      (error: unknown) => {
        setProblem(String(error));
      },
    );
  };
  return (
    <p className="event-cause">
      <button type="button" onClick={run}>
        Run {cause.name}
      </button>{' '}
      {problem}
    </p>
  );
};
