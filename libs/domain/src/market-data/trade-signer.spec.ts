import { describe, expect, it } from '@jest/globals';
import { ASK, BID, type BookSide, type TradeConditionName } from './event-codes.js';
import { EventBatch, MarketTracker, type MarketEvent, type MarketView } from './index.js';

const OPEN = 34_200e9;

type Step =
  | readonly [kind: 'quote', bid: number, ask: number]
  | readonly [
      kind: 'trade',
      price: number,
      condition?: TradeConditionName,
      more?: { side?: BookSide; irregularPrice?: boolean },
    ];

/** The signs that a listener reads of each trade, one step a second. */
const signsOf = (...steps: readonly Step[]): readonly number[] => {
  const events = steps.flatMap((step, second): readonly MarketEvent[] => {
    const timeNs = OPEN + second * 1e9;
    if (step[0] === 'quote') {
      const [, bid, ask] = step;
      return [
        { kind: 'BEST', timeNs, side: BID, price: bid, size: 100 },
        { kind: 'BEST', timeNs, side: ASK, price: ask, size: 100 },
      ];
    }
    const [, price, condition = 'DISPLAYED', more = {}] = step;
    return [{ kind: 'TRADE', timeNs, price, size: 100, condition, ...more }];
  });
  const signs: number[] = [];
  const listener = {
    onBook: () => undefined,
    onSecond: () => undefined,
    onTrade: (view: MarketView) => signs.push(view.tradeSign),
  };
  const tracker = new MarketTracker(
    {
      instrumentId: 'TEST',
      source: { kind: 'SIMULATED', name: 'hand-made' },
      origin: 0n,
      openNs: OPEN,
      closeNs: 57_600e9,
      priceUnitsPerCurrency: 10_000,
      sizeUnitsPerUnit: 1,
      tickUnits: 100,
      depth: 'TOP',
    },
    {},
    listener,
  );
  tracker.applyAll(EventBatch.of(events));
  return signs;
};

describe('the aggressor of a trade', () => {
  it.each<[string, readonly Step[], readonly number[]]>([
    [
      'above the mid it bought, below it sold',
      [
        ['quote', 100, 102],
        ['trade', 102],
        ['trade', 100],
      ],
      [1, -1],
    ],
    [
      'inside the spread it is the nearer side',
      [
        ['quote', 100, 104],
        ['trade', 103],
        ['trade', 101],
      ],
      [1, -1],
    ],
    [
      'at the mid it goes by the last different price',
      [
        ['quote', 100, 102],
        ['trade', 100],
        ['trade', 101],
        ['trade', 101],
      ],
      [-1, 1, 1],
    ],
    [
      'at the mid with no price before, nobody knows',
      [
        ['quote', 100, 102],
        ['trade', 101],
      ],
      [0],
    ],
    [
      'with no quote, by the last different price',
      [
        ['trade', 100],
        ['trade', 99],
        ['trade', 99],
      ],
      [0, -1, -1],
    ],
    [
      'against the quote that stood before it',
      [
        ['quote', 100, 102],
        ['trade', 102],
        ['quote', 102, 104],
        ['trade', 102],
      ],
      [1, -1],
    ],
    [
      'a print off exchange is not signed and moves the tick test on',
      [
        ['quote', 100, 102],
        ['trade', 100],
        ['trade', 102, 'OFF_EXCHANGE'],
        ['trade', 101],
      ],
      [-1, 0, -1],
    ],
    ...(['AUCTION', 'IRREGULAR', 'OFF_EXCHANGE'] as const).map(
      (condition): [string, readonly Step[], readonly number[]] => [
        `${condition} at an irregular price does not`,
        [
          ['quote', 100, 102],
          ['trade', 100],
          ['trade', 102, condition, { irregularPrice: condition === 'OFF_EXCHANGE' }],
          ['trade', 101],
        ],
        [-1, 0, 1],
      ],
    ),
    [
      'the source knows better',
      [
        ['quote', 100, 102],
        ['trade', 102, 'DISPLAYED', { side: BID }],
        ['trade', 100, 'DISPLAYED', { side: ASK }],
      ],
      [-1, 1],
    ],
  ])('%s', (_, steps, signs) => {
    expect(signsOf(...steps)).toEqual(signs);
  });
});
