import { describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { Quarantine } from '#adapters/recordings';
import { logQuarantine, observePlaying } from './play-log.js';

describe('the log of a playing feed', () => {
  it('shows rows that were read and not believed among those that could not be read', () => {
    const lines: Record<string, unknown>[] = [];
    const log = pino({}, { write: (line: string) => lines.push(JSON.parse(line) as Record<string, unknown>) });
    const quarantine = new Quarantine(logQuarantine(log));
    quarantine.add('a.csv', 3, 'NOT_A_NUMBER', 'x');
    observePlaying(log, quarantine).setAside({ file: 'a.csv', line: 7, reason: 'OUTLIER_PRICE', text: '{}' });
    expect([...quarantine.countsByReason()]).toEqual([
      ['NOT_A_NUMBER', 1],
      ['OUTLIER_PRICE', 1],
    ]);
    expect(lines.map(({ file, line, reason, msg }) => [file, line, reason, msg])).toEqual([
      ['a.csv', 3, 'NOT_A_NUMBER', 'row set aside'],
      ['a.csv', 7, 'OUTLIER_PRICE', 'row set aside'],
    ]);
  });
});
