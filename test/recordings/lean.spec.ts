import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Quarantine } from '#adapters/recordings';
import { BID, type MarketEvent } from '#domain/market-data';
import { playAll, temporaryFolder, writeLean, writeZip } from '../factories/recordings/index.js';

const dir = temporaryFolder();
let written = 0;

/** Plays a day of these rows. */
const play = async (
  quotes: readonly string[],
  trades: readonly string[],
): Promise<{ events: readonly string[]; reasons: Record<string, number> }> => {
  const symbol = `t${(written += 1)}`;
  writeZip(join(dir, `${symbol}_20131007_quote.zip`), { [`20131007_${symbol}_Quote_Tick.csv`]: quotes.join('\n') });
  writeZip(join(dir, `${symbol}_20131007_trade.zip`), { [`20131007_${symbol}_Trade_Tick.csv`]: trades.join('\n') });
  const quarantine = new Quarantine();
  const [played] = await playAll([join(dir, `${symbol}_20131007_trade.zip`)], quarantine);
  return { events: played!.events.map(describeEvent), reasons: Object.fromEntries(quarantine.countsByReason()) };
};

const describeEvent = (event: MarketEvent): string => {
  const ms = event.timeNs / 1e6;
  if (event.kind === 'TRADE') return `${ms} ${event.condition} ${event.size} @ ${event.price}`;
  if (event.kind !== 'BEST') return `${ms} ${event.kind}`;
  return `${ms} ${event.side === BID ? 'BID' : 'ASK'} ${event.size} @ ${event.price}`;
};

const GOOD_TRADE = '34200000,140000,100,P,20000020,0';
const GOOD_QUOTE = '34200000,139900,500,0,0,N,1,0';

describe('LEAN ticks', () => {
  it('carry bid and ask forward; the last row of a millisecond counts; what does not change is no event', async () => {
    const { events, reasons } = await play(
      [
        '34200000,139900,500,0,0,N,1,0',
        '34200000,0,0,140000,700,P,1,0',
        '34200001,139800,100,0,0,Q,1,0',
        '34200001,139900,900,0,0,K,1,0',
        '34200002,0,0,140000,700,Z,1,0',
        '34200003,0,0,140100,200,Z,1,0',
      ],
      ['34200005,140100,100,Q,1,0'],
    );
    expect(reasons).toEqual({});
    expect(events).toEqual([
      '34200000 BID 500 @ 139900',
      '34200000 ASK 700 @ 140000',
      '34200001 BID 900 @ 139900',
      '34200003 ASK 200 @ 140100',
      '34200005 DISPLAYED 100 @ 140100',
    ]);
  });

  it('put a print before the quotes of its own millisecond', async () => {
    const { events } = await play([GOOD_QUOTE, '34200002,139800,1,0,0,N,1,0'], ['34200002,139900,100,N,1,0']);
    expect(events).toEqual(['34200000 BID 500 @ 139900', '34200002 DISPLAYED 100 @ 139900', '34200002 BID 1 @ 139800']);
  });

  it.each([
    ['34200000,140000,100,P,20000020,0', 'DISPLAYED'],
    ['34200000,140000,100,P,1,0', 'DISPLAYED'],
    ['34200000,140000,100,D,1,0', 'OFF_EXCHANGE'],
    ['34200000,140000,100,N,40,0', 'AUCTION'],
    ['34200000,140000,100,Q,20200080,0', 'AUCTION'],
    ['34200000,140000,100,P,4000000,0', 'AUCTION'],
    ['34200000,140000,100,P,20000200,0', 'IRREGULAR'],
    ['34200000,140000,100,P,80000020,0', 'DISPLAYED'],
    ['34200000,140000,100,P,20002020,0', 'IRREGULAR'],
    ['34199999,140000,100,P,20002020,0', 'DISPLAYED'],
    ['57600000,140000,100,P,2000,0', 'DISPLAYED'],
  ])('print %s is %s', async (row, condition) => {
    const { events } = await play([GOOD_QUOTE], [row]);
    expect(events.find((event) => event.includes('140000'))).toContain(` ${condition} 100 @ 140000`);
  });

  it('a side withdrawn is an empty side', async () => {
    const { events } = await play([GOOD_QUOTE, '34200001,139900,0,0,0,N,1,0'], [GOOD_TRADE]);
    expect(events.at(-1)).toBe('34200001 BID 0 @ 139900');
  });

  it.each([
    ['34200001,139900,500,0,0,N,1', 'WRONG_COLUMN_COUNT'],
    ['34200001,139900,5x0,0,0,N,1,0', 'NOT_A_NUMBER'],
    ['34200001,139900,-500,0,0,N,1,0', 'BAD_SIZE'],
    ['34199999,139900,400,0,0,N,1,0', 'TIME_BACKWARDS'],
    ['57000000,139900,400,0,0,N,1,0', 'TIME_AHEAD'],
    ['-1,139900,400,0,0,N,1,0', 'NOT_A_NUMBER'],
    ['86400001,139900,400,0,0,N,1,0', 'TIME_OUT_OF_DAY'],
    ['34200001,1,100,0,0,N,1,0', 'ABSURD_PRICE'],
    ['34200001,-139900,100,0,0,N,1,0', 'ABSURD_PRICE'],
    ['34200001,0,100,0,0,N,1,0', 'ABSURD_PRICE'],
    ['34200001,0,0,0,0,N,1,0', 'EMPTY_QUOTE'],
    ['34200001,139000,500,0,0,N,1,1', 'SUSPICIOUS'],
  ])('quote %s is set aside as %s', async (row, reason) => {
    const { events, reasons } = await play([GOOD_QUOTE, row, '34200002,139800,100,0,0,N,1,0'], [GOOD_TRADE]);
    expect(reasons).toEqual({ [reason]: 1 });
    expect(events.at(-1)).toBe('34200002 BID 100 @ 139800');
    expect(events).toHaveLength(3);
  });

  it.each([
    ['34200001,140000,100,P,1', 'WRONG_COLUMN_COUNT'],
    ['34200001,140000,100,P,zz,0', 'NOT_A_NUMBER'],
    ['34200001,140000,0,P,1,0', 'BAD_SIZE'],
    ['34199999,140000,100,P,1,0', 'TIME_BACKWARDS'],
    ['57000000,140000,100,P,1,0', 'TIME_AHEAD'],
    ['99999999,140000,100,P,1,0', 'TIME_OUT_OF_DAY'],
    ['34200001,1400001,100,P,1,0', 'ABSURD_PRICE'],
    ['34200001,140000,100,P,1,1', 'SUSPICIOUS'],
  ])('print %s is set aside as %s', async (row, reason) => {
    const { events, reasons } = await play([GOOD_QUOTE], [GOOD_TRADE, row, '34200002,140000,7,P,1,0']);
    expect(reasons).toEqual({ [reason]: 1 });
    expect(events.at(-1)).toBe('34200002 DISPLAYED 7 @ 140000');
    expect(events).toHaveLength(3);
  });

  it('half a last line is one, and a last line without end is none', async () => {
    expect((await play([GOOD_QUOTE, '34200001,1399'], [GOOD_TRADE])).reasons).toEqual({ HALF_WRITTEN_LINE: 1 });
    expect((await play([GOOD_QUOTE], [GOOD_TRADE, '34200001,1400'])).reasons).toEqual({ HALF_WRITTEN_LINE: 1 });
    expect((await play([GOOD_QUOTE], [GOOD_TRADE])).reasons).toEqual({});
  });
});

describe('a LEAN day', () => {
  it.each([1, 2, 3])('ends as it was written, seed %d', async (seed) => {
    const day = writeLean({ seed, dir, symbol: `seed${seed}`, daily: true });
    const quarantine = new Quarantine();
    const [played] = await playAll([day.quotes], quarantine);
    const { last, session } = played!;
    expect(last.bids).toEqual([{ price: day.lastBid[0] / 10_000, size: day.lastBid[1] }]);
    expect(last.asks).toEqual([{ price: day.lastAsk[0] / 10_000, size: day.lastAsk[1] }]);
    expect(last.tradedVolume).toBe(day.tradedVolume);
    expect(day.suspicious).toBeGreaterThan(0);
    expect([...quarantine.countsByReason()]).toEqual([['SUSPICIOUS', day.suspicious]]);
    expect(session.source.name).toBe(`LEAN SEED${seed} 2013-10-07`);
    expect(last.terms.averageDailyVolume).toBeCloseTo(day.averageDailyVolume, 6);
    expect(last.terms.dailyVolatility).toBeCloseTo(day.dailyVolatility, 12);
    expect(last.terms.estimated).toEqual(['sharesOutstanding']);
  });

  it('without daily bars has its terms estimated, and named', async () => {
    const day = writeLean({ seed: 4, dir, symbol: 'nodaily' });
    const [played] = await playAll([day.trades, day.quotes]);
    expect(played!.last.terms.estimated).toEqual(['averageDailyVolume', 'dailyVolatility', 'sharesOutstanding']);
  });

  it('takes one-second quote bars for quotes, each a second after it began', async () => {
    writeZip(join(dir, 'bars_20131007_quote_1s.zip'), {
      '20131007_bars_second_quote.csv': [
        '34200000,1672700,1672800,1672600,1672700,100,1680000,1680000,1674100,1674100,600',
        '34201000,1672700,1672700,1671500,1671500,0,1674100,1674100,1672600,1672600,200',
        '34202000,1672700,1672700,1671500,16,100,1674100,1674100,1672600,1672600,200',
        '34203000,1672700,1672700',
      ].join('\n'),
    });
    writeZip(join(dir, 'bars_20131007_trade.zip'), { '20131007_bars_Trade_Tick.csv': '34201000,1673000,100,P,1,0' });
    const quarantine = new Quarantine();
    const [played] = await playAll([join(dir, 'bars_20131007_trade.zip')], quarantine);
    expect(played!.events.map(describeEvent)).toEqual([
      '34201000 DISPLAYED 100 @ 1673000',
      '34201000 BID 100 @ 1672700',
      '34201000 ASK 600 @ 1674100',
      '34202000 BID 0 @ 1671500',
      '34202000 ASK 200 @ 1672600',
    ]);
    expect(Object.fromEntries(quarantine.countsByReason())).toEqual({ ABSURD_PRICE: 1, HALF_WRITTEN_LINE: 1 });
  });
});
