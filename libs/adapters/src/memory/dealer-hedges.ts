import { type DealerHedges, type DealtBlock } from '#application/ports';

/** Remembers what was to be hedged. */
export class MemoryDealerHedges implements DealerHedges {
  readonly blocks: DealtBlock[] = [];

  hedge(block: DealtBlock): void {
    this.blocks.push(block);
  }
}
