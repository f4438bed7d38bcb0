import { type Result } from '#domain/core';
import { type AnalysisRecord, type DeskSettings } from '#application/ports';
import { type IdempotencyConflict } from '#application/record-decision';
import { requestAnalysis, type RequestAnalysisPorts, type TooManyRows } from '#application/request-analysis';
import {
  venuesAnalysisInputs,
  type VenuesAnalysisPorts,
  type VenuesCommand,
  type VenuesCommandFailure,
} from './venues-inputs.js';

export { type VenueOrderCommand } from './venues-inputs.js';
export { venuesMethod, type VenuesAnswer, type VenuesRow } from './venues-rows.js';

/** Of one analysis at most: each waits for its dealers' profiles before it is stored. */
export const VENUES_ORDERS_MAX = 200;

/** Splits of one part: a second or two of a thread, which is what a worker that dies takes along. */
const ORDERS_PER_PART = 4;

/** Orders and where they may be traded, as a client sends them. */
export interface AnalyseVenuesCommand extends VenuesCommand {
  readonly idempotencyKey: string;
}

export interface AnalyseVenuesPorts extends RequestAnalysisPorts, VenuesAnalysisPorts {
  readonly market: VenuesAnalysisPorts['market'];
}

export type AnalyseVenuesFailure = VenuesCommandFailure | TooManyRows | IdempotencyConflict;

/**
 * Stores orders that are to be split over venues, each by itself, in the markets of this moment and by the model that answers now; workers
 * split them. What is stated as it cannot be is refused here, by its field.
 */
export const analyseVenues = (
  ports: AnalyseVenuesPorts,
  desk: Pick<DeskSettings, 'deskId' | 'riskAversion' | 'scoring'>,
  command: AnalyseVenuesCommand,
): Promise<Result<AnalysisRecord, AnalyseVenuesFailure>> => {
  const { idempotencyKey, ...stated } = command;
  return requestAnalysis(ports, desk.deskId, {
    kind: 'VENUES',
    idempotencyKey,
    command,
    rows: stated.orders.length,
    rowsPerPart: ORDERS_PER_PART,
    inputs: () => venuesAnalysisInputs(ports, desk, stated),
  });
};
