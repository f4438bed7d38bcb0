import { type Failure } from '#domain/core';
import { type DiscardReason } from '#domain/scoring';

export type AllQuotesExpired = Failure<'ALL_QUOTES_EXPIRED'>;
export type NoQuoteScorable = Failure<'NO_QUOTE_SCORABLE'>;

export const nothingToScore = (reasons: readonly DiscardReason[]): AllQuotesExpired | NoQuoteScorable =>
  reasons.every((reason) => reason === 'EXPIRED')
    ? {
        code: 'ALL_QUOTES_EXPIRED',
        field: 'quotes',
        message: 'every quote had expired at the decision time',
        allowed: 'quotes whose validUntil lies after the session time, or validForMs above 0',
      }
    : {
        code: 'NO_QUOTE_SCORABLE',
        field: 'quotes',
        message: `no quote could be scored: ${[...new Set(reasons)].join(', ')}`,
        allowed: 'at least one live quote near the market',
      };
