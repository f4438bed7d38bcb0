import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { attributePnl, PNL_DIMENSIONS, pnlBy, type DealtBlock } from './index.js';

const BLOCK: DealtBlock = {
  client: 'FUND',
  dealerDesk: 'ALPHA',
  regime: 'calm',
  clientSide: 'BUY',
  quantity: 1_000,
  participation: 0.002,
  price: 100.05,
  midAtTrade: 100,
  midAfter: 100.03,
  lastMid: 100.01,
  hedges: [
    { quantity: 300, price: 100.02 },
    { quantity: 200, price: 100.04 },
  ],
};

const parts = (block: DealtBlock) => {
  const attributed = attributePnl(block);
  if (!attributed.ok) throw new Error(attributed.error.message);
  return attributed.value;
};

/** Money in hand and the value of what is left; shares nothing with the attribution. */
const pnlOf = ({ clientSide, quantity, price, lastMid, hedges }: DealtBlock): number => {
  const sign = clientSide === 'BUY' ? 1 : -1;
  let [cash, position] = [sign * quantity * price, -sign * quantity];
  for (const fill of hedges) {
    cash -= sign * fill.quantity * fill.price;
    position += sign * fill.quantity;
  }
  return cash + position * lastMid;
};

const money = fc.double({ min: 90, max: 110, noNaN: true });
const anyBlock: fc.Arbitrary<DealtBlock> = fc
  .record({
    client: fc.constantFrom('A', 'B', null),
    dealerDesk: fc.constantFrom('X', 'Y'),
    regime: fc.constantFrom('calm', 'wild'),
    clientSide: fc.constantFrom('BUY' as const, 'SELL' as const),
    quantity: fc.double({ min: 1, max: 1e6, noNaN: true }),
    participation: fc.double({ min: 0, max: 0.2, noNaN: true }),
    price: money,
    midAtTrade: money,
    midAfter: money,
    lastMid: money,
    fills: fc.array(fc.tuple(fc.double({ min: 0.01, max: 0.25, noNaN: true }), money), { maxLength: 4 }),
  })
  .map(({ fills, ...block }) => ({
    ...block,
    hedges: fills.map(([share, price]) => ({ quantity: share * block.quantity, price })),
  }));

describe('the P&L of a dealt block', () => {
  it('is told apart', () => {
    const { spreadEarned, adverseSelection, hedgeCost, inventory, total } = parts(BLOCK);
    expect(spreadEarned).toBeCloseTo(50, 9);
    expect(adverseSelection).toBeCloseTo(-15, 9);
    expect(hedgeCost).toBeCloseTo(-14, 9);
    expect(inventory).toBeCloseTo(10, 9);
    expect(total).toBeCloseTo(31, 9);
  });

  it('has parts that sum to the money taken in and the value of what is left', () => {
    fc.assert(
      fc.property(anyBlock, (block) => {
        const scale = block.quantity * block.price;
        expect(Math.abs(parts(block).total - pnlOf(block))).toBeLessThan(1e-12 * scale);
      }),
      { seed: 1 },
    );
  });

  it('is the same for a client who sells in the mirrored market', () => {
    const mirrored = (price: number): number => 200 - price;
    const sold: DealtBlock = {
      ...BLOCK,
      clientSide: 'SELL',
      price: mirrored(BLOCK.price),
      midAfter: mirrored(BLOCK.midAfter),
      lastMid: mirrored(BLOCK.lastMid),
      hedges: BLOCK.hedges.map(({ quantity, price }) => ({ quantity, price: mirrored(price) })),
    };
    expect(parts(sold).total).toBeCloseTo(parts(BLOCK).total, 9);
    expect(parts(sold).adverseSelection).toBeCloseTo(parts(BLOCK).adverseSelection, 9);
  });

  it('of a block that is hedged whole has neither adverse selection nor inventory', () => {
    const { adverseSelection, inventory } = parts({ ...BLOCK, hedges: [{ quantity: 1_000, price: 100.02 }] });
    expect([Math.abs(adverseSelection), Math.abs(inventory)]).toEqual([0, 0]);
  });

  it.each<[string, Partial<DealtBlock>]>([
    ['quantity', { quantity: 0 }],
    ['quantity', { quantity: NaN }],
    ['price', { price: -1 }],
    ['midAtTrade', { midAtTrade: Infinity }],
    ['participation', { participation: -0.1 }],
    ['hedges.0.price', { hedges: [{ quantity: 1, price: NaN }] }],
    ['hedges', { hedges: [{ quantity: 1_001, price: 100 }] }],
  ])('refuses an impossible %s by name', (field, wrong) => {
    expect(attributePnl({ ...BLOCK, ...wrong })).toMatchObject({
      ok: false,
      error: { code: 'IMPOSSIBLE_BLOCK', field },
    });
  });
});

describe('the P&L of many blocks', () => {
  it('adds up by each dimension to the same whole', () => {
    fc.assert(
      fc.property(fc.array(anyBlock, { maxLength: 20 }), (blocks) => {
        const whole = blocks.reduce((sum, block) => sum + pnlOf(block), 0);
        const scale = 1 + blocks.reduce((sum, { quantity }) => sum + 100 * quantity, 0);
        for (const dimension of PNL_DIMENSIONS) {
          const attributed = pnlBy(dimension, blocks);
          if (!attributed.ok) throw new Error(attributed.error.message);
          const { rows, all } = attributed.value;
          expect(all.blocks).toBe(blocks.length);
          expect(Math.abs(all.total - whole)).toBeLessThan(1e-11 * scale);
          expect(rows.reduce((sum, row) => sum + row.blocks, 0)).toBe(blocks.length);
          expect(Math.abs(rows.reduce((sum, row) => sum + row.total, 0) - all.total)).toBeLessThan(1e-11 * scale);
        }
      }),
      { seed: 2 },
    );
  });

  it('orders sizes from small to large and says which block cannot be', () => {
    const blocks = [0.2, 0.0005, 0.02, 0.005].map((participation) => ({ ...BLOCK, participation }));
    const bySize = pnlBy('SIZE', blocks);
    expect(bySize.ok && bySize.value.rows.map(({ key }) => key)).toEqual([
      'BELOW_0.1_%',
      '0.1_TO_1_%',
      '1_TO_5_%',
      'FROM_5_%',
    ]);
    const byClient = pnlBy(
      'CLIENT',
      [null, 'B', 'A'].map((client) => ({ ...BLOCK, client })),
    );
    expect(byClient.ok && byClient.value.rows.map(({ key }) => key)).toEqual(['A', 'B', null]);
    expect(pnlBy('CLIENT', [BLOCK, { ...BLOCK, price: 0 }])).toMatchObject({
      ok: false,
      error: { field: 'blocks.1.price' },
    });
  });
});
