import { err, ok, type Failure, type Instant, type Result } from '#domain/core';
import {
  admit,
  engaged,
  MESSAGE_WINDOW_SECONDS,
  NO_USAGE,
  RELEASED,
  released,
  takenBack,
  type AdmissionBreach,
  type AdmissionLimits,
  type DeskStanding,
  type Exposure,
  type FlowUsage,
  type KillSwitch,
} from '#domain/quoting';
import { isDealt } from '#domain/rfq';
import {
  quoteRefused,
  quotesTakenBack,
  StoreOverloaded,
  type DeskPosition,
  type EndedQuote,
  type EndOutcome,
  type EngagedSwitch,
  type LeavingQuote,
  type QuoteBook,
  type QuotingEvent,
  type RecordedQuotingEvent,
} from '#application/ports';
import { type Ask, type Database } from './database.js';
import { GroupCommit } from './group-commit.js';
import { blamesRows } from './write-failure.js';

/** Quotes of one desk that may wait to leave; one more is refused. */
const WAITING_MAX = 4_096;
const BATCH_MAX = 256;

const WINDOW_NS = BigInt(MESSAGE_WINDOW_SECONDS) * 1_000_000_000n;

interface Leaving {
  readonly quote: LeavingQuote;
  readonly limits: AdmissionLimits;
}

type Left = Result<void, AdmissionBreach>;
type QuoteState = 'LIVE' | 'TAKEN_BACK' | 'OVER';

/**
 * Quotes of desks in PostgreSQL. Whatever lets one leave, takes it back or ends it holds the desk's row, so that in any number of
 * processes one does so at a time; quotes that wait leave together, in one transaction.
 */
export class PrismaQuoteBook implements QuoteBook {
  private readonly leaving = new Map<string, GroupCommit<Leaving, Left>>();

  constructor(private readonly database: Database) {}

  leave(deskId: string, quote: LeavingQuote, limits: AdmissionLimits): Promise<Left> {
    return this.leavingOf(deskId).append({ quote, limits });
  }

  engage(deskId: string, person: string, reason: string, at: Instant): Promise<EngagedSwitch> {
    return this.database.statementsForDesk(deskId, async (ask) => {
      const killSwitch = engaged(await heldSwitch(ask, deskId), person, reason);
      await storeSwitch(ask, deskId, killSwitch);
      const taken = await ask<{ client: string; instrumentId: string; quotes: number }>({
        name: 'take quotes back',
        text: `WITH taken AS (
                 UPDATE dealer_quote SET state = 'TAKEN_BACK' WHERE desk_id = $1 AND state = 'LIVE'
                 RETURNING client, instrument_id, decided_at, expires_at
               )
               SELECT client, instrument_id AS "instrumentId", count(*)::int AS quotes FROM taken
               WHERE decided_at <= $2 AND expires_at > $2
               GROUP BY client, instrument_id ORDER BY client COLLATE "C", instrument_id COLLATE "C"`,
        values: [deskId, at],
      });
      const events = taken.map((one) => quotesTakenBack(one, one.quotes, at));
      await appendEvents(ask, deskId, [switched('KILL_SWITCH_ENGAGED', person, reason, at), ...events]);
      return { killSwitch, cancelled: taken.reduce((sum, { quotes }) => sum + quotes, 0) };
    });
  }

  release(deskId: string, person: string, at: Instant): Promise<Result<KillSwitch, Failure<'SECOND_PERSON_REQUIRED'>>> {
    return this.database.statementsForDesk(deskId, async (ask) => {
      const next = released(await heldSwitch(ask, deskId), person);
      if (!next.ok) return next;
      await storeSwitch(ask, deskId, next.value);
      await appendEvents(ask, deskId, [switched('KILL_SWITCH_RELEASED', person, 'released', at)]);
      return next;
    });
  }

  async killSwitch(deskId: string): Promise<KillSwitch> {
    const rows = await this.database.statementForDesk<SwitchRow>(deskId, {
      name: 'kill switch',
      text: 'SELECT engaged_by AS "engagedBy", reason FROM quoting_desk WHERE desk_id = $1',
      values: [deskId],
    });
    return switchOf(rows[0]);
  }

  async liveQuotes(deskId: string, at: Instant): Promise<number> {
    const [live] = await this.database.statementForDesk<{ live: number }>(deskId, {
      name: 'live quotes',
      text: `SELECT count(*)::int AS live FROM dealer_quote
             WHERE desk_id = $1 AND state = 'LIVE' AND decided_at <= $2 AND expires_at > $2`,
      values: [deskId, at],
    });
    return live!.live;
  }

  end(deskId: string, ended: EndedQuote): Promise<EndOutcome> {
    const { quoteId, instrumentId, kind, clientSide, quantity } = ended;
    return this.database.statementsForDesk(deskId, async (ask) => {
      await heldSwitch(ask, deskId);
      const [before] = await ask<EndedQuote>({
        name: 'quote end',
        text: `SELECT quote_id AS "quoteId", instrument_id AS "instrumentId", kind, client_side AS "clientSide", quantity
               FROM dealer_quote_end WHERE desk_id = $1 AND quote_id = $2`,
        values: [deskId, quoteId],
      });
      if (before !== undefined) return { kind: 'EXISTS', ended: before };
      await ask({
        name: 'end quote',
        text: `WITH over AS (
                 UPDATE dealer_quote SET state = 'OVER' WHERE desk_id = $1 AND id = $2 AND state = 'LIVE'
               )
               INSERT INTO dealer_quote_end (desk_id, quote_id, instrument_id, kind, client_side, quantity)
               VALUES ($1, $2, $3, $4, $5, $6)`,
        values: [deskId, quoteId, instrumentId, kind, clientSide, quantity],
      });
      if (isDealt(kind)) await hold(ask, deskId, instrumentId, clientSide === 'SELL' ? quantity : -quantity);
      return { kind: 'ENDED' };
    });
  }

  positions(deskId: string): Promise<readonly DeskPosition[]> {
    return this.database.statementForDesk<{ instrumentId: string; quantity: number }>(deskId, {
      name: 'desk positions',
      text: `SELECT instrument_id AS "instrumentId", quantity FROM desk_position
             WHERE desk_id = $1 AND quantity <> 0 ORDER BY instrument_id COLLATE "C"`,
      values: [deskId],
    });
  }

  record(deskId: string, event: QuotingEvent): Promise<void> {
    return this.database.statementsForDesk(deskId, async (ask) => {
      await heldSwitch(ask, deskId);
      await appendEvents(ask, deskId, [event]);
    });
  }

  async events(deskId: string, first: number, before?: number): Promise<readonly RecordedQuotingEvent[]> {
    const rows = await this.database.statementForDesk<EventRow>(deskId, {
      name: 'quoting events',
      text: `SELECT ordinal, kind, at, who, instrument_id AS "instrumentId", code, field, message FROM quoting_event
             WHERE desk_id = $1 AND ($3::int IS NULL OR ordinal < $3) ORDER BY ordinal DESC LIMIT $2`,
      values: [deskId, first, before ?? null],
    });
    return rows.map((row) => ({ ...row, at: BigInt(row.at) }));
  }

  private write(deskId: string, batch: readonly Leaving[]): Promise<readonly Left[]> {
    return this.database.statementsForDesk(deskId, async (ask) => {
      const killSwitch = await heldSwitch(ask, deskId);
      const states = await statesOf(ask, deskId, batch);
      let standing: DeskStanding = { killSwitch, ...(await usage(ask, deskId, batch)) };
      const admitted: LeavingQuote[] = [];
      const refused: QuotingEvent[] = [];
      const left = batch.map(({ quote, limits }): Left => {
        const state = states.get(quote.quoteId);
        if (state !== undefined && killSwitch.kind === 'RELEASED') {
          return state === 'TAKEN_BACK' ? err(takenBack()) : ok(undefined);
        }
        const next = admit(standing, quote, limits);
        if (!next.ok) {
          refused.push(quoteRefused(quote, next.error));
          return next;
        }
        standing = next.value;
        states.set(quote.quoteId, 'LIVE');
        admitted.push(quote);
        return ok(undefined);
      });
      if (admitted.length > 0) await insertQuotes(ask, deskId, admitted);
      if (refused.length > 0) await appendEvents(ask, deskId, refused);
      return left;
    });
  }

  private leavingOf(deskId: string): GroupCommit<Leaving, Left> {
    const group =
      this.leaving.get(deskId) ??
      new GroupCommit<Leaving, Left>({
        write: (batch) => this.write(deskId, batch),
        blamesAnItem: blamesRows,
        overloaded: (waiting) => new StoreOverloaded(`quote book: ${waiting} quotes are waiting to leave already`),
        waitingMax: WAITING_MAX,
        batchMax: BATCH_MAX,
        sizeOf: () => 1,
        batchSizeMax: BATCH_MAX,
      });
    this.leaving.set(deskId, group);
    return group;
  }
}

interface SwitchRow {
  readonly engagedBy: string | null;
  readonly reason: string | null;
}

interface EventRow extends Omit<RecordedQuotingEvent, 'at'> {
  readonly at: string;
}

const switchOf = (row: SwitchRow | undefined): KillSwitch =>
  row?.engagedBy == null ? RELEASED : { kind: 'ENGAGED', engagedBy: row.engagedBy, reason: row.reason! };

/** The desk's row, held until the transaction ends. */
const heldSwitch = async (ask: Ask, deskId: string): Promise<KillSwitch> => {
  await ask({
    name: 'quoting desk',
    text: 'INSERT INTO quoting_desk (desk_id) VALUES ($1) ON CONFLICT DO NOTHING',
    values: [deskId],
  });
  const rows = await ask<SwitchRow>({
    name: 'hold quoting desk',
    text: 'SELECT engaged_by AS "engagedBy", reason FROM quoting_desk WHERE desk_id = $1 FOR UPDATE',
    values: [deskId],
  });
  return switchOf(rows[0]);
};

const storeSwitch = async (ask: Ask, deskId: string, killSwitch: KillSwitch): Promise<void> => {
  const isEngaged = killSwitch.kind === 'ENGAGED';
  await ask({
    name: 'set kill switch',
    text: 'UPDATE quoting_desk SET engaged_by = $2, reason = $3 WHERE desk_id = $1',
    values: [deskId, isEngaged ? killSwitch.engagedBy : null, isEngaged ? killSwitch.reason : null],
  });
};

const statesOf = async (ask: Ask, deskId: string, batch: readonly Leaving[]): Promise<Map<string, QuoteState>> => {
  const rows = await ask<{ id: string; state: QuoteState }>({
    name: 'quote states',
    text: 'SELECT id, state FROM dealer_quote WHERE desk_id = $1 AND id = ANY ($2::uuid[])',
    values: [deskId, batch.map(({ quote }) => quote.quoteId)],
  });
  return new Map(rows.map(({ id, state }) => [id, state]));
};

interface UsageRow {
  readonly client: string;
  readonly instrumentId: string;
  readonly notional: number;
  readonly bids: number;
  readonly offers: number;
  readonly messages: number;
}

/** What stands at the latest moment of a batch; what has expired by then is over. */
const usage = async (
  ask: Ask,
  deskId: string,
  batch: readonly Leaving[],
): Promise<Pick<DeskStanding, 'desk' | 'clients' | 'exposures'>> => {
  const at = batch.reduce((latest, { quote }) => (quote.decidedAt > latest ? quote.decidedAt : latest), 0n);
  await ask({
    name: 'expire quotes',
    text: `UPDATE dealer_quote SET state = 'OVER' WHERE desk_id = $1 AND state = 'LIVE' AND expires_at <= $2`,
    values: [deskId, at],
  });
  const rows = await ask<UsageRow>({
    name: 'quote usage',
    text: `SELECT client, instrument_id AS "instrumentId",
             coalesce(sum(notional) FILTER (WHERE state = 'LIVE'), 0) AS notional,
             coalesce(sum(bid_quantity) FILTER (WHERE state = 'LIVE'), 0) AS bids,
             coalesce(sum(offer_quantity) FILTER (WHERE state = 'LIVE'), 0) AS offers,
             (count(*) FILTER (WHERE decided_at > $3))::int AS messages
           FROM dealer_quote
           WHERE desk_id = $1 AND decided_at <= $2 AND (state = 'LIVE' OR decided_at > $3)
           GROUP BY client, instrument_id`,
    values: [deskId, at, at - WINDOW_NS],
  });
  const held = await ask<{ instrumentId: string; quantity: number }>({
    name: 'held for usage',
    text: 'SELECT instrument_id AS "instrumentId", quantity FROM desk_position WHERE desk_id = $1',
    values: [deskId],
  });
  return usageOf(rows, held);
};

const usageOf = (
  rows: readonly UsageRow[],
  held: readonly DeskPosition[],
): Pick<DeskStanding, 'desk' | 'clients' | 'exposures'> => {
  let desk = NO_USAGE;
  const clients = new Map<string, FlowUsage>();
  const exposures = new Map<string, Exposure>();
  for (const { instrumentId, quantity } of held) {
    exposures.set(instrumentId, { held: quantity, liveBids: 0, liveOffers: 0 });
  }
  for (const { client, instrumentId, notional, bids, offers, messages } of rows) {
    desk = { notional: desk.notional + notional, messages: desk.messages + messages };
    const ofClient = clients.get(client) ?? NO_USAGE;
    clients.set(client, { notional: ofClient.notional + notional, messages: ofClient.messages + messages });
    const exposure = exposures.get(instrumentId) ?? { held: 0, liveBids: 0, liveOffers: 0 };
    exposures.set(instrumentId, {
      held: exposure.held,
      liveBids: exposure.liveBids + bids,
      liveOffers: exposure.liveOffers + offers,
    });
  }
  return { desk, clients, exposures };
};

const insertQuotes = async (ask: Ask, deskId: string, quotes: readonly LeavingQuote[]): Promise<void> => {
  await ask({
    name: 'insert quotes',
    text: `INSERT INTO dealer_quote
             (desk_id, id, client, instrument_id, notional, bid_quantity, offer_quantity, decided_at, expires_at)
           SELECT $1, * FROM unnest($2::uuid[], $3::text[], $4::text[], $5::float8[], $6::float8[], $7::float8[],
             $8::bigint[], $9::bigint[])`,
    values: [
      deskId,
      quotes.map(({ quoteId }) => quoteId),
      quotes.map(({ client }) => client),
      quotes.map(({ instrumentId }) => instrumentId),
      quotes.map(({ notional }) => notional),
      quotes.map(({ bidQuantity }) => bidQuantity),
      quotes.map(({ offerQuantity }) => offerQuantity),
      quotes.map(({ decidedAt }) => decidedAt),
      quotes.map(({ expiresAt }) => expiresAt),
    ],
  });
};

const hold = async (ask: Ask, deskId: string, instrumentId: string, bought: number): Promise<void> => {
  await ask({
    name: 'hold position',
    text: `INSERT INTO desk_position (desk_id, instrument_id, quantity) VALUES ($1, $2, $3)
           ON CONFLICT (desk_id, instrument_id) DO UPDATE SET quantity = desk_position.quantity + excluded.quantity`,
    values: [deskId, instrumentId, bought],
  });
};

/** The desk's row is held, so that ordinals have no gaps. */
const appendEvents = async (ask: Ask, deskId: string, events: readonly QuotingEvent[]): Promise<void> => {
  await ask({
    name: 'append quoting events',
    text: `INSERT INTO quoting_event (desk_id, ordinal, kind, at, who, instrument_id, code, field, message)
           SELECT $1, (SELECT coalesce(max(ordinal), 0) FROM quoting_event WHERE desk_id = $1) + e.nth::int,
             e.kind, e.at, e.who, e.instrument_id, e.code, e.field, e.message
           FROM unnest($2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
             WITH ORDINALITY AS e (kind, at, who, instrument_id, code, field, message, nth)`,
    values: [
      deskId,
      events.map(({ kind }) => kind),
      events.map(({ at }) => at),
      events.map(({ who }) => who),
      events.map(({ instrumentId }) => instrumentId),
      events.map(({ code }) => code),
      events.map(({ field }) => field),
      events.map(({ message }) => message),
    ],
  });
};

const switched = (kind: QuotingEvent['kind'], who: string, message: string, at: Instant): QuotingEvent => ({
  kind,
  at,
  who,
  instrumentId: null,
  code: null,
  field: null,
  message,
});
