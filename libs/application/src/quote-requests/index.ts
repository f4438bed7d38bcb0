import { err, ok, type Failure, type Result } from '#domain/core';
import {
  applyRfqEvent,
  decideRfq,
  dueAt,
  parseRfqEvents,
  rfqEventsText,
  type RfqCommand,
  type RfqEvent,
  type RfqFailure,
  type RfqState,
} from '#domain/rfq';
import { StoreOverloaded, type Identifiers, type KeptChange, type QuoteRequestStore } from '#application/ports';
import { type IdempotencyConflict } from '#application/record-decision';
import { InTurn } from './in-turn.js';

/** A command for a request, under a key of the sender's. */
export interface RequestChange<StatedFailure extends Failure = never> {
  readonly requestId: string;
  readonly idempotencyKey: string;
  /** One text per command as it was sent, without the time and the market it met. */
  readonly requestText: string;
  /** Or what gives it of the state it meets, where it says 'all that is open'. */
  readonly command: RfqCommand | ((state: RfqState) => Result<RfqCommand, StatedFailure>);
}

/** A request behind one of its changes. */
export interface QuoteRequestVersion {
  readonly requestId: string;
  readonly version: number;
  readonly state: RfqState;
}

export type UnknownQuoteRequest = Failure<'UNKNOWN_QUOTE_REQUEST'>;
export type QuoteRequestFailure = RfqFailure | UnknownQuoteRequest | IdempotencyConflict;

export interface QuoteRequestsPorts {
  readonly store: QuoteRequestStore;
  readonly identifiers: Identifiers;
}

/** Changes of one request that may wait for their turn in this process. */
const WAITING_MAX = 1_000;
/** Times that another process may be faster. Each time its change got through, so that together they advance. */
const ATTEMPTS_MAX = 100;
/** Requests whose state this process remembers. */
const REMEMBERED_MAX = 5_000;

/** As far as this process knows; version 0 is a request that nobody opened. */
interface Known {
  readonly version: number;
  readonly state: RfqState | undefined;
}

/**
 * Requests for quote, changed by many at once: each change is decided on the state it then meets, and is durable before it
 * is answered. In one process changes of a request wait for each other; against another process's the store decides, and
 * who was late decides again.
 */
export class QuoteRequests {
  private readonly inTurn = new InTurn(WAITING_MAX);
  private readonly remembered = new Map<string, Known>();

  private readonly listeners: ((deskId: string, request: QuoteRequestVersion) => void)[] = [];

  constructor(private readonly ports: QuoteRequestsPorts) {}

  /** Calls `hear`, which is short, with every request that this process changes or looks at, as it stands. */
  listen(hear: (deskId: string, request: QuoteRequestVersion) => void): void {
    this.listeners.push(hear);
  }

  /**
   * Carries a command out once per idempotency key; a repeat gets the request as it stood behind the first. Rejects with
   * StoreOverloaded when too many want the same; nothing is changed then.
   */
  change<StatedFailure extends Failure = never>(
    deskId: string,
    change: RequestChange<StatedFailure>,
  ): Promise<Result<QuoteRequestVersion, QuoteRequestFailure | StatedFailure>> {
    return this.inTurn.run(keyOf(deskId, change.requestId), async () => {
      let known = await this.known(deskId, change);
      for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
        const outcome = await this.attempt(deskId, change, known);
        if (outcome !== 'LATE') return outcome;
        known = await this.read(deskId, change.requestId, known);
      }
      throw new StoreOverloaded(`request ${change.requestId} changed ${ATTEMPTS_MAX} times meanwhile`);
    });
  }

  /** The request as it stands. */
  async find(deskId: string, requestId: string): Promise<QuoteRequestVersion | undefined> {
    const known = await this.read(deskId, requestId, this.remembered.get(keyOf(deskId, requestId)));
    return versionOf(requestId, known);
  }

  /** The request behind the change that was made under this key; undefined when there is none. */
  async repeat(
    deskId: string,
    change: Pick<RequestChange, 'idempotencyKey' | 'requestText'>,
  ): Promise<Result<QuoteRequestVersion, IdempotencyConflict> | undefined> {
    const earlier = await this.ports.store.findByIdempotencyKey(deskId, change.idempotencyKey);
    return earlier === undefined ? undefined : this.repeated(deskId, change, earlier);
  }

  /** What a change is decided on at first. An opening is of a new request as far as anybody knows: the store tells if not. */
  private async known(deskId: string, { requestId, command }: RequestChange<Failure>): Promise<Known> {
    const remembered = this.remembered.get(keyOf(deskId, requestId));
    if (remembered !== undefined) return remembered;
    return isOpening(command) ? NOT_OPENED : this.read(deskId, requestId);
  }

  /** LATE: the request is not what `known` says, so that it must be read again. */
  private async attempt<StatedFailure extends Failure>(
    deskId: string,
    change: RequestChange<StatedFailure>,
    known: Known,
  ): Promise<Result<QuoteRequestVersion, QuoteRequestFailure | StatedFailure> | 'LATE'> {
    const { requestId } = change;
    const decided = decidedOn(known.state, change);
    if (!decided.ok) return this.refused(deskId, change, known, decided.error);
    const next = advanced(known, decided.value);
    if (next === undefined) return ok({ requestId, version: known.version, state: known.state! });
    const { idempotencyKey } = change;
    const due = dueAt(next.state);
    const requestHash = this.ports.identifiers.digest(change.requestText);
    const outcome = await this.ports.store.append({
      deskId,
      requestId,
      version: next.version,
      idempotencyKey,
      requestHash,
      events: rfqEventsText(decided.value),
      status: next.state.status,
      instrumentIds: next.state.terms.legs.map(({ instrumentId }) => instrumentId),
      expiresAt: next.state.terms.expiresAt,
      ...(due !== undefined && { dueAt: due }),
    });
    switch (outcome.kind) {
      case 'APPENDED':
        this.remember(deskId, requestId, next);
        return ok({ requestId, ...next });
      case 'EXISTS':
        return this.repeated(deskId, change, outcome.change);
      case 'CONFLICT':
        return 'LATE';
    }
  }

  /** A refusal stands unless the command was carried out before, or the request has changed in another process. */
  private async refused<Refusal extends Failure>(
    deskId: string,
    change: RequestChange<Failure>,
    known: Known,
    failure: Refusal,
  ): Promise<Result<QuoteRequestVersion, IdempotencyConflict | Refusal> | 'LATE'> {
    const earlier = await this.repeat(deskId, change);
    if (earlier !== undefined) return earlier;
    const { version } = await this.read(deskId, change.requestId, known);
    return version === known.version ? err(failure) : 'LATE';
  }

  /** The request as it stood behind the change that this key made. */
  private async repeated(
    deskId: string,
    { idempotencyKey, requestText }: Pick<RequestChange, 'idempotencyKey' | 'requestText'>,
    { requestId, version, requestHash }: KeptChange,
  ): Promise<Result<QuoteRequestVersion, IdempotencyConflict>> {
    if (requestHash !== this.ports.identifiers.digest(requestText)) {
      return err({
        code: 'IDEMPOTENCY_CONFLICT',
        field: 'idempotencyKey',
        message: `idempotencyKey ${JSON.stringify(idempotencyKey)} already belongs to another command (quote request ${requestId})`,
        allowed: 'a new key for a new command, or the same command again',
      });
    }
    const changes = await this.ports.store.changes(deskId, requestId, 0);
    const then = changes.slice(0, version).reduce(behind, NOT_OPENED);
    if (then.state === undefined) throw new Error(`quote request ${requestId} has no version ${version}`);
    return ok({ requestId, version, state: then.state });
  }

  private async read(deskId: string, requestId: string, from: Known = NOT_OPENED): Promise<Known> {
    const changes = await this.ports.store.changes(deskId, requestId, from.version);
    const known = changes.reduce(behind, from);
    if (known.version > 0) this.remember(deskId, requestId, known);
    return known;
  }

  private remember(deskId: string, requestId: string, known: Known): void {
    const key = keyOf(deskId, requestId);
    this.remembered.delete(key);
    this.remembered.set(key, known);
    const [oldest] = this.remembered.keys();
    if (this.remembered.size > REMEMBERED_MAX && oldest !== undefined) this.remembered.delete(oldest);
    const request = versionOf(requestId, known);
    if (request !== undefined) for (const hear of this.listeners) hear(deskId, request);
  }
}

const NOT_OPENED: Known = { version: 0, state: undefined };

const keyOf = (deskId: string, requestId: string): string => `${deskId}/${requestId}`;

/** What is known behind one more recorded change. */
const behind = ({ version, state }: Known, events: string): Known => ({
  version: version + 1,
  state: parseRfqEvents(events).reduce<RfqState | undefined>(applyRfqEvent, state),
});

/** What is known behind the events of one command; undefined when nothing happened. */
const advanced = (
  { version, state }: Known,
  events: readonly RfqEvent[],
): (Known & { state: RfqState }) | undefined => {
  const after = events.reduce<RfqState | undefined>(applyRfqEvent, state);
  return events.length === 0 || after === undefined ? undefined : { version: version + 1, state: after };
};

const isOpening = (command: RequestChange<Failure>['command']): boolean =>
  typeof command !== 'function' && command.type === 'OPEN';

/** What happens when a change meets a request as it stands. */
const decidedOn = <StatedFailure extends Failure>(
  state: RfqState | undefined,
  { requestId, command }: RequestChange<StatedFailure>,
): Result<readonly RfqEvent[], RfqFailure | UnknownQuoteRequest | StatedFailure> => {
  if (typeof command !== 'function') {
    return state === undefined && command.type !== 'OPEN'
      ? err(unknownQuoteRequest(requestId))
      : decideRfq(state, command);
  }
  if (state === undefined) return err(unknownQuoteRequest(requestId));
  const stated = command(state);
  return stated.ok ? decideRfq(state, stated.value) : stated;
};

const versionOf = (requestId: string, { version, state }: Known): QuoteRequestVersion | undefined =>
  state === undefined ? undefined : { requestId, version, state };

export const unknownQuoteRequest = (requestId: string, field = 'quoteRequestId'): UnknownQuoteRequest => ({
  code: 'UNKNOWN_QUOTE_REQUEST',
  field,
  message: `this desk has no quote request ${requestId}`,
  allowed: 'an id of a quote request of this desk',
});
