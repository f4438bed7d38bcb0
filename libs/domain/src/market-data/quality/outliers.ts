import { type Stateful, type StateReader, type StateWriter } from '#domain/core';
import { type EventBatch } from '../event-batch.js';
import { EventKind } from '../event-codes.js';
import { PriceGate } from '../price-gate.js';
import { SizeGate } from './size-gate.js';
import { type Fault } from './verdict.js';

/** Tells rows with an absurd price or size by the rows before them. */
export class Outliers implements Stateful {
  private readonly prices = new PriceGate();
  private readonly restingSizes = new SizeGate();
  private readonly tradeSizes = new SizeGate();

  /**
   * What is absurd about the next row; undefined when nothing is. Orders are not judged by price or size: each is what
   * somebody asked for, and to set one row of an order's life aside would break those that follow.
   */
  find(batch: EventBatch, row: number): Fault | undefined {
    const kind = batch.kind[row]!;
    const size = batch.size[row]!;
    if (kind === EventKind.TRADE) {
      if (!this.prices.accepts(batch.price[row]!)) return 'OUTLIER_PRICE';
      return this.tradeSizes.accepts(size) ? undefined : 'OUTLIER_SIZE';
    }
    if (size === 0 || (kind !== EventKind.LEVEL && kind !== EventKind.BEST)) return undefined;
    if (!this.prices.acceptsResting(batch.side[row]!, batch.price[row]!)) return 'OUTLIER_PRICE';
    return this.restingSizes.accepts(size) ? undefined : 'OUTLIER_SIZE';
  }

  save(into: StateWriter): void {
    this.prices.save(into);
    this.restingSizes.save(into);
    this.tradeSizes.save(into);
  }

  restore(from: StateReader): void {
    this.prices.restore(from);
    this.restingSizes.restore(from);
    this.tradeSizes.restore(from);
  }
}
