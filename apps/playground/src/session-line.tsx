import { type ReactNode } from 'react';
import { type ExampleMarket } from './example-market.js';
import { type Session } from './session.js';
import { type Answer } from './use-answer.js';

interface SessionLineProps {
  readonly session: Answer<Session>;
  /** What the examples are priced from. */
  readonly market: ExampleMarket | undefined;
  /** Why they are not, or not anew. */
  readonly problem: string | undefined;
  readonly onPrice: (instrumentId: string) => void;
}

/** Which market plays, what time it is there, and what the examples are priced from. */
export const SessionLine = ({ session, market, problem, onPrice }: SessionLineProps): ReactNode => (
  <header>
    <h1>Footprint</h1>
    {session.value !== undefined && <SessionFacts session={session.value} />}
    {session.problem !== undefined && <p role="alert">No market session: {session.problem}. Trying again.</p>}
    {market !== undefined && (
      <p>
        Examples priced for{' '}
        <select
          aria-label="Instrument of the examples"
          value={market.instrumentId}
          onChange={(event) => {
            onPrice(event.target.value);
          }}
        >
          {(session.value?.instrumentIds ?? [market.instrumentId]).map((id) => (
            <option key={id}>{id}</option>
          ))}
        </select>{' '}
        at mid {market.mid.toLocaleString('en-US', { maximumFractionDigits: 6 })}{' '}
        <button
          type="button"
          title="Opens the examples anew, at the current mid; what you changed in them is lost"
          onClick={() => {
            onPrice(market.instrumentId);
          }}
        >
          Price anew
        </button>
      </p>
    )}
    {problem !== undefined && <p role="alert">The examples wait for a market: {problem}. Trying again.</p>}
  </header>
);

const SessionFacts = ({ session: { now, sources } }: { readonly session: Session }): ReactNode => (
  <>
    {[...new Set(sources.map(({ kind }) => kind))].map((kind) => (
      <p key={kind}>
        <strong data-kind={kind}>{kind}</strong> {namesOf(sources, kind)}
      </p>
    ))}
    <p>
      Session time <time dateTime={now}>{now.slice(0, 19).replace('T', ' ')}</time> UTC
    </p>
  </>
);

const namesOf = (sources: Session['sources'], kind: string): string =>
  sources
    .filter((source) => source.kind === kind)
    .map(({ name }) => name)
    .join(', ');
