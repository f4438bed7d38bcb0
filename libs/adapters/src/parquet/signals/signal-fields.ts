import { err, ok, parseInstant, type Instant, type Result } from '#domain/core';
import { checkedSignalRow, type SignalRow, type SignalScope } from '#domain/features';

/** The columns of a file of signals, in any order; only `event_time` may be absent. */
export const SIGNAL_COLUMNS = ['name', 'scope', 'known_at', 'event_time', 'value', 'source', 'version'] as const;
export type SignalColumn = (typeof SIGNAL_COLUMNS)[number];

/** A row as its file has it; null or an empty text where there is nothing. */
export type SignalFields = Readonly<Partial<Record<SignalColumn, string | number | bigint | null>>>;

/** The row, or in one line which field is wrong and what is allowed there. */
export const parseSignal = (fields: SignalFields): Result<SignalRow, string> => {
  const text = (column: SignalColumn): string => String(fields[column] ?? '').trim();
  const knownAt = instantOf(fields.known_at);
  if (knownAt === undefined) return err(`known_at: expected ${INSTANT}`);
  const eventAt = text('event_time') === '' ? null : instantOf(fields.event_time);
  if (eventAt === undefined) return err(`event_time: expected ${INSTANT}, or nothing`);
  const value = text('value') === '' ? NaN : numberOf(text('value'));
  if (value === undefined) return err('value: expected a number, or nothing for an announcement');
  const version = numberOf(text('version'));
  if (version === undefined) return err('version: expected a whole number from 1');
  if (text('source') === '') return err('source: expected a text that is not empty');
  const checked = checkedSignalRow({
    name: text('name'),
    scope: text('scope') as SignalScope,
    knownAt,
    ...(eventAt !== null && { eventAt }),
    value,
    source: text('source'),
    version,
  });
  return checked.ok ? ok(checked.value) : err(checked.error.message);
};

const INSTANT = 'an instant such as 2024-03-29T08:00:00Z, or nanoseconds since 1970 UTC';

const instantOf = (value: SignalFields[SignalColumn]): Instant | undefined => {
  const text = String(value ?? '').trim();
  return /^\d{1,19}$/.test(text) ? BigInt(text) : parseInstant(text);
};

const numberOf = (text: string): number | undefined =>
  /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text) ? Number(text) : undefined;
