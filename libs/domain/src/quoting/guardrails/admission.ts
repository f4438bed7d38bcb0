import { err, ok, type Failure, type Result } from '#domain/core';
import { type KillSwitch } from './kill-switch.js';
import { NO_USAGE, withOneMoreQuote, type FlowLimits, type FlowUsage, type LimitBreach } from './quote-limits.js';

/** What a quote that is about to leave takes of the limits. */
export interface QuoteClaim {
  /** The client it is for; quotes for nobody by name share the limits of one client. */
  readonly client: string;
  readonly instrumentId: string;
  /** Currency. */
  readonly notional: number;
  /** Units that the dealer may come to buy and to sell by it; 0 where that side is not shown. */
  readonly bidQuantity: number;
  readonly offerQuantity: number;
}

export interface AdmissionLimits {
  readonly client: FlowLimits;
  readonly desk: FlowLimits;
  /** Of the claim's instrument, with all that is live on one side; units. */
  readonly inventoryMax: number;
}

/** What stands when a quote asks to leave. Changes only by `admit`: who keeps it lets one through at a time. */
export interface DeskStanding {
  readonly killSwitch: KillSwitch;
  readonly desk: FlowUsage;
  readonly clients: ReadonlyMap<string, FlowUsage>;
  /** By instrument, in units: held, and what live quotes may add on either side. */
  readonly exposures: ReadonlyMap<string, Exposure>;
}

export interface Exposure {
  readonly held: number;
  readonly liveBids: number;
  readonly liveOffers: number;
}

export type AdmissionBreach = LimitBreach | Failure<'KILL_SWITCH' | 'INVENTORY_LIMIT'>;

/** The client of quotes that name none. */
export const NO_CLIENT = '';

const NOTHING: Exposure = { held: 0, liveBids: 0, liveOffers: 0 };

/**
 * Lets a quote through, or says what stands in its way: the kill switch, what the inventory would be were everything live on one side
 * dealt, the notional of live quotes, the messages of the window; the client's before the desk's.
 */
export const admit = (
  standing: DeskStanding,
  claim: QuoteClaim,
  limits: AdmissionLimits,
): Result<DeskStanding, AdmissionBreach> => {
  if (standing.killSwitch.kind === 'ENGAGED') return err(stoppedBy(standing.killSwitch.reason));
  const exposure = standing.exposures.get(claim.instrumentId) ?? NOTHING;
  const next: Exposure = {
    held: exposure.held,
    liveBids: exposure.liveBids + claim.bidQuantity,
    liveOffers: exposure.liveOffers + claim.offerQuantity,
  };
  const beyond = beyondInventory(next, claim, limits.inventoryMax);
  if (beyond !== undefined) return err(beyond);
  const ofClient = standing.clients.get(claim.client) ?? NO_USAGE;
  const client = withOneMoreQuote(ofClient, limits.client, claim.notional, 'client');
  if (!client.ok) return client;
  const desk = withOneMoreQuote(standing.desk, limits.desk, claim.notional, 'desk');
  if (!desk.ok) return desk;
  return ok({
    killSwitch: standing.killSwitch,
    desk: desk.value,
    clients: new Map(standing.clients).set(claim.client, client.value),
    exposures: new Map(standing.exposures).set(claim.instrumentId, next),
  });
};

/** Of a quote that was live when the kill switch was engaged: it does not leave again, whoever released the switch since. */
export const takenBack = (): AdmissionBreach => ({
  code: 'KILL_SWITCH',
  field: 'idempotencyKey',
  allowed: 'a new key for a new quote',
  message: 'the quote was taken back by the kill switch',
});

/** Of everything while the kill switch is engaged. */
export const stoppedBy = (reason: string): Failure<'KILL_SWITCH'> => ({
  code: 'KILL_SWITCH',
  field: 'killSwitch',
  allowed: 'nothing, until a second person has released it',
  message: `the kill switch of the desk is engaged: ${reason}`,
});

/** A side that only brings the inventory down is let through, however much is held. */
const beyondInventory = (
  { held, liveBids, liveOffers }: Exposure,
  { bidQuantity, offerQuantity }: QuoteClaim,
  inventoryMax: number,
): AdmissionBreach | undefined => {
  const long = held + liveBids;
  const short = held - liveOffers;
  if (bidQuantity > 0 && long > inventoryMax) return inventoryBreach('bid', inventoryMax, long);
  if (offerQuantity > 0 && -short > inventoryMax) return inventoryBreach('offer', inventoryMax, short);
  return undefined;
};

const inventoryBreach = (side: 'bid' | 'offer', inventoryMax: number, value: number): AdmissionBreach => ({
  code: 'INVENTORY_LIMIT',
  field: side,
  allowed: `an inventory of ${inventoryMax} units either way, with all that is live`,
  message: `were every live ${side} dealt, ${value} units would be held, ${inventoryMax} are allowed`,
});
