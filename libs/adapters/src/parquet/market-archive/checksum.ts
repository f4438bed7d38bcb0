import { crc32 } from 'node:zlib';
import { CODE_COLUMNS, NUMBER_COLUMNS, type EventBatch } from '#domain/market-data';
import { type EventColumn } from './event-columns.js';

const COLUMNS: readonly EventColumn[] = [...CODE_COLUMNS, ...NUMBER_COLUMNS];

/**
 * CRC-32 of each column of many batches, one after the other, begun with what is said of them: Parquet itself does not
 * notice when a bit of its data changes, and a price would be another one.
 */
export class EventChecksum {
  private readonly crcs: number[];

  constructor(said: string) {
    const start = crc32(said);
    this.crcs = COLUMNS.map(() => start);
  }

  add(batch: EventBatch): void {
    COLUMNS.forEach((column, i) => {
      this.crcs[i] = crc32(batch[column].subarray(0, batch.length), this.crcs[i]);
    });
  }

  /** As it is written beside the events. */
  toString(): string {
    return this.crcs.map((crc) => crc.toString(16).padStart(8, '0')).join(' ');
  }

  /** The columns whose checksum is another one in a text that `toString` gave; all of them when it gave no such text. */
  differencesFrom(text: string): readonly EventColumn[] {
    const [own, other] = [this.toString().split(' '), text.split(' ')];
    return COLUMNS.filter((_, i) => own[i] !== other[i]);
  }
}
