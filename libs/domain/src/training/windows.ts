import { type KnownTerms, type MarketSession } from '#domain/market-data';
import { firstAtOrAfter, type DayTape } from './day-tape.js';
import { type Drops } from './drops.js';
import { CHILDREN_MIN, firstStartMs } from './rules.js';
import { type ExecutedOrder } from './training-order.js';

/** Lengths of the windows of net flow (reference 10). */
export const WINDOW_SECONDS = [30, 120, 300, 900] as const;

const STRIDE_MS = 30_000;

/** A round lot of shares (reference 10); other instruments have no such lot, so that any net flow is an order. */
const NET_UNITS_MIN_EQUITY = 100;

/** The least net flow of a window that counts as an order, in size units of the session. */
export const netSizeMin = (
  { kind }: Pick<KnownTerms, 'kind'>,
  { sizeUnitsPerUnit }: Pick<MarketSession, 'sizeUnitsPerUnit'>,
): number => (kind === 'EQUITY' ? NET_UNITS_MIN_EQUITY * sizeUnitsPerUnit : 0);

/**
 * The net signed flow of every window [t0, t0 + T) that starts on the half minute, as if it were one order: its side is the
 * sign of the flow, its size the flow, its fill price that of the children on that side. `leastNet`: a smaller net is no
 * order. Windows that end after the recording's end are left out.
 */
export const flowWindows = (tape: DayTape, leastNet: number, drops: Drops): readonly ExecutedOrder[] => {
  const flow = new CumulativeFlow(tape);
  const firstMs = firstStartMs(tape);
  const orders: ExecutedOrder[] = [];
  for (let startMs = firstMs; startMs < tape.closeMs; startMs += STRIDE_MS) {
    for (const seconds of WINDOW_SECONDS) {
      const endMs = startMs + seconds * 1000;
      if (endMs > tape.closeMs) continue;
      const onGrid = (startMs - firstMs) % (seconds * 1000) === 0;
      const from = firstAtOrAfter(tape.childMs, startMs);
      const to = firstAtOrAfter(tape.childMs, endMs);
      const net = flow.net(from, to);
      const sign = net > 0 ? 1 : -1;
      if (endMs > tape.coveredMs) drops.count('W', 'ENDS_AFTER_THE_RECORDING');
      else if (to - from < CHILDREN_MIN) drops.count('W', 'FEWER_THAN_5_CHILDREN');
      else if (net === 0 || Math.abs(net) < leastNet) drops.count('W', 'NET_FLOW_TOO_SMALL');
      else
        orders.push({
          definition: 'W',
          config: `T${seconds}`,
          sign,
          startMs,
          endMs,
          durationSeconds: seconds,
          size: Math.abs(net),
          orderedSize: Math.abs(net),
          children: to - from,
          fillPrice: flow.price(sign, from, to),
          onGrid,
        });
    }
  }
  return orders;
};

/** Sums over the children before each child, so that any window costs the same. Sizes and notionals are integers: exact. */
class CumulativeFlow {
  private readonly bought: Float64Array;
  private readonly sold: Float64Array;
  private readonly boughtNotional: Float64Array;
  private readonly soldNotional: Float64Array;

  constructor({ childSign, childSize, childNotional }: DayTape) {
    const sums = (sign: number, of: (child: number) => number): Float64Array => {
      const column = new Float64Array(childSign.length + 1);
      for (let child = 0; child < childSign.length; child += 1) {
        column[child + 1] = column[child]! + (childSign[child] === sign ? of(child) : 0);
      }
      return column;
    };
    const size = (child: number): number => childSize[child]!;
    const notional = (child: number): number => childNotional[child]!;
    this.bought = sums(1, size);
    this.sold = sums(-1, size);
    this.boughtNotional = sums(1, notional);
    this.soldNotional = sums(-1, notional);
  }

  /** Bought less sold in rows [from, to). */
  net(from: number, to: number): number {
    return this.bought[to]! - this.bought[from]! - (this.sold[to]! - this.sold[from]!);
  }

  /** Share-weighted price of one side in rows [from, to). */
  price(sign: 1 | -1, from: number, to: number): number {
    const [size, notional] = sign === 1 ? [this.bought, this.boughtNotional] : [this.sold, this.soldNotional];
    return (notional[to]! - notional[from]!) / (size[to]! - size[from]!);
  }
}
