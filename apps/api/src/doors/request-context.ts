import { type ApiKeyHolder } from '#application/ports';
import { QUERY_LIMITS, queryTooCostly } from './query-limits.js';

/** What a resolver knows of the request it answers. */
export interface RequestContext {
  readonly holder: ApiKeyHolder;
  /** Rows of pages that the request has asked for so far. */
  rows?: number;
}

/** Counts the rows of a page against what one request may ask for, however many pages it asks for. */
export const askForRows = (context: RequestContext, count: number): void => {
  context.rows = (context.rows ?? 0) + count;
  if (context.rows > QUERY_LIMITS.rows) throw queryTooCostly('rows', context.rows);
};
