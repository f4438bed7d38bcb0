import { gridValue, KeyedRng, wordOf } from '#domain/core';
import { drawReservation } from '#domain/rfq';
import { type ClientParameters } from './client-parameters.js';

/** What a client wants, and what only the client knows. */
export interface ClientOrder {
  /** s: +1 buys, -1 sells. */
  readonly side: 1 | -1;
  /** In units. */
  readonly quantity: number;
  /** Index of the client's tier. */
  readonly tier: number;
  /** The cost, against the mid at arrival, above which the client does not trade. */
  readonly reservationBps: number;
  readonly isInformed: boolean;
  /** The move of the mid that the client knows will come; 0 when uninformed. */
  readonly signalBps: number;
}

/**
 * Who asks in an auction: a pure function of seed and number of the auction.
 *
 * What is assumed: clients are independent; side, size and tier say nothing of each other; an informed client trades in the
 * direction of what he knows and is willing to pay all of it on top of his reservation.
 */
export class ClientPopulation {
  private readonly rng: KeyedRng;
  private readonly cumulativeShares: readonly number[];

  /** Expects parameters that `checkClients` finds nothing wrong with. */
  constructor(
    seed: number,
    private readonly parameters: ClientParameters,
    private readonly halfSpreadBps: number,
    private readonly lotSize: number,
  ) {
    this.rng = new KeyedRng(seed);
    let sum = 0;
    this.cumulativeShares = parameters.tiers.map(({ share }) => (sum += share));
  }

  /** Always the same draws in the same order, so that one parameter does not move the luck of the others. */
  order(auction: number): ClientOrder {
    const { parameters, rng } = this;
    rng.select(auction, CLIENT);
    const tier = this.tierAt(rng.uniform());
    const side = rng.uniform() < parameters.buyProbability ? 1 : -1;
    const quantity = parameters.medianQuantity * Math.exp(parameters.quantityLogSd * rng.normal());
    const { reservation, informedProbability } = parameters.tiers[tier]!;
    const uninformedBps = this.halfSpreadBps * drawReservation(reservation, rng);
    const isInformed = rng.uniform() < informedProbability;
    const knownBps = isInformed ? parameters.signalSdBps * Math.abs(rng.normal()) : 0;
    return {
      side,
      quantity: gridValue(Math.max(1, Math.round(quantity / this.lotSize)), this.lotSize),
      tier,
      reservationBps: uninformedBps + knownBps,
      isInformed,
      signalBps: side * knownBps,
    };
  }

  private tierAt(u: number): number {
    const point = u * this.cumulativeShares.at(-1)!;
    return this.cumulativeShares.findIndex((share) => point < share);
  }
}

const CLIENT = wordOf('client');
