import { type OutsideBlock } from '#domain/market-data';
import { type DrivenMarket } from '../market/market-tape.js';
import { type SimulatedMarket } from '../market/simulated-market.js';
import { type LivingMarket } from './living-market.js';

/** Blocks from outside that are hedged in one playing of a session. */
export class OutsideBlocks {
  private readonly blocks: (OutsideBlock & { readonly second: number })[] = [];
  /** How far the playing has been read. */
  private second = 0;

  /** Of a session whose other readings of the same playing are never ahead of the one that says how far it is. */
  add(block: OutsideBlock): void {
    this.blocks.push({ ...block, second: this.second });
  }

  reached(second: number): void {
    this.second = second;
  }

  /** The `nth` block, when it is traded before this second ends; undefined when there is none. */
  before(second: number, nth: number): (OutsideBlock & { readonly second: number }) | undefined {
    const block = this.blocks[nth];
    return block !== undefined && block.second < second ? block : undefined;
  }
}

/** A living market to whose dealers blocks from outside come as well, at whole seconds. */
export class MarketWithOutsideBlocks implements DrivenMarket {
  private traded = 0;

  constructor(
    private readonly living: LivingMarket,
    private readonly blocks: OutsideBlocks,
  ) {}

  get market(): SimulatedMarket {
    return this.living.market;
  }

  /** In whole seconds. */
  advanceTo(second: number): void {
    const { living, blocks } = this;
    for (
      let block = blocks.before(second, this.traded);
      block !== undefined;
      block = blocks.before(second, this.traded)
    ) {
      living.advanceTo(block.second);
      living.trade(block.second, block);
      this.traded += 1;
    }
    living.advanceTo(second);
  }
}
