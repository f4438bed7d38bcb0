import { type InstrumentKind } from '#domain/market-data';
import { type FinishedRequest } from '#domain/scoring';

/** What earlier requests have in common with the planned one: the narrowest of these that holds enough of them. */
export type Comparability = 'INSTRUMENT_AND_SIZE' | 'INSTRUMENT' | 'CLASS_AND_SIZE' | 'CLASS';

/** Enough to tell dealers apart at all; what is not known after it is drawn towards what all have in common. */
const ENOUGH = 100;
/** Sizes from a third of the planned one to three times as much, in days of volume. */
const SIZE_FACTOR = 3;

export interface ComparableRequests {
  readonly basis: Comparability;
  readonly requests: readonly FinishedRequest[];
}

/** The requests that a planned block is compared with. The class of an instrument is its kind, such as EQUITY. */
export const comparableRequests = (
  history: readonly FinishedRequest[],
  planned: { readonly instrumentId: string; readonly kind: InstrumentKind; readonly daysOfVolume: number },
): ComparableRequests => {
  const ofInstrument = history.filter(({ instrumentId }) => instrumentId === planned.instrumentId);
  const ofClass = history.filter(({ conditions }) => conditions?.instrumentKind === planned.kind);
  const isOfSize = ({ quantity, conditions }: FinishedRequest): boolean => {
    const ratio = (quantity ?? NaN) / (conditions?.averageDailyVolume ?? NaN) / planned.daysOfVolume;
    return ratio >= 1 / SIZE_FACTOR && ratio <= SIZE_FACTOR;
  };
  const choices: readonly ComparableRequests[] = [
    { basis: 'INSTRUMENT_AND_SIZE', requests: ofInstrument.filter(isOfSize) },
    { basis: 'INSTRUMENT', requests: ofInstrument },
    { basis: 'CLASS_AND_SIZE', requests: ofClass.filter(isOfSize) },
    { basis: 'CLASS', requests: ofClass },
  ];
  return choices.find(({ requests }) => requests.length >= ENOUGH) ?? largest(choices);
};

/** The narrower of equals. */
const largest = (choices: readonly ComparableRequests[]): ComparableRequests =>
  choices.reduce((best, choice) => (choice.requests.length > best.requests.length ? choice : best));
