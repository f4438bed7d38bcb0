import { describe, expect, it } from '@jest/globals';
import { type Ask } from './api-client.js';
import { readExampleMarket } from './example-market.js';

const INSTRUMENTS = ['AIG', 'BAC'].map((instrumentId) => ({ instrumentId, tickSize: 0.01, lotSize: 1 }));

/** An api whose market of BAC can be traded and whose market of AIG cannot. */
const ask: Ask = <Data>(query: string, variables: object = {}): Promise<Data> => {
  const markets: Record<string, object> = {
    AIG: { message: 'AIG is halted' },
    BAC: { mid: 14.005, averageDailyVolume: 1e8, source: { kind: 'RECORDED' } },
  };
  const data = query.includes('instruments')
    ? { instruments: INSTRUMENTS }
    : { market: markets[(variables as { id: string }).id] };
  return Promise.resolve(data as Data);
};

describe('readExampleMarket', () => {
  it('takes the first instrument that can be traded', async () => {
    expect(await readExampleMarket(ask)).toEqual({
      instrumentId: 'BAC',
      tickSize: 0.01,
      lotSize: 1,
      mid: 14.005,
      averageDailyVolume: 1e8,
      source: { kind: 'RECORDED' },
    });
  });

  it('says why the instrument wanted cannot be traded', async () => {
    await expect(readExampleMarket(ask, 'AIG')).rejects.toThrow('AIG is halted');
  });

  it('says that an instrument is not there', async () => {
    await expect(readExampleMarket(ask, 'SPY')).rejects.toThrow('the session has no instrument SPY');
  });

  it('says that there is nothing yet', async () => {
    const empty: Ask = <Data>() => Promise.resolve({ instruments: [] } as Data);
    await expect(readExampleMarket(empty)).rejects.toThrow('the session has no instrument yet');
  });
});
