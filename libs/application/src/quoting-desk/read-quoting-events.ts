import { type QuoteBook, type RecordedQuotingEvent } from '#application/ports';

/** Newest first. */
export interface QuotingEventPage {
  readonly events: readonly RecordedQuotingEvent[];
  /** The ordinal before which the next page begins; absent on the last. */
  readonly nextBefore?: number;
}

/** What stood in the way of a desk's quotes, and its kill switch. */
export const readQuotingEvents = async (
  quoteBook: Pick<QuoteBook, 'events'>,
  deskId: string,
  first: number,
  before?: number,
): Promise<QuotingEventPage> => {
  const rows = await quoteBook.events(deskId, first + 1, before);
  const events = rows.slice(0, first);
  return rows.length > first ? { events, nextBefore: events.at(-1)!.ordinal } : { events };
};
