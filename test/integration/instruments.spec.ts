import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type InstrumentTerms } from '#domain/market-data';
import { keyOf, memoryPorts, send, startApi } from '../factories/api.js';
import { market, terms } from '../factories/market.js';

const INSTRUMENTS = `{ instruments {
  instrumentId kind contractMultiplier isInverse expiresAt
  legs { instrumentId ratio } tradingHours { timeZone sessions { opens closes } }
} }`;

const CONTRACTS: readonly Partial<InstrumentTerms>[] = [
  { instrumentId: 'SHARE' },
  { instrumentId: 'COIN', kind: 'PERPETUAL', isInverse: true, contractMultiplier: 100, lotSize: 100 },
  {
    instrumentId: 'CALENDAR',
    kind: 'SPREAD',
    expiresAt: '2024-09-20T13:30:00Z',
    legs: [
      { instrumentId: 'DEC', ratio: 1 },
      { instrumentId: 'SEP', ratio: -1 },
    ],
    tradingHours: { timeZone: 'America/Chicago', sessions: [{ opens: '17:00', closes: '16:00' }] },
  },
];

describe('the instruments of a session', () => {
  let app: NestFastifyApplication;

  beforeAll(async () => {
    const ports = memoryPorts();
    for (const contract of CONTRACTS) ports.market.setSnapshot(market({ terms: terms(contract) }));
    app = await startApi(ports);
  });
  afterAll(() => app.close());

  it('show what each contract is', async () => {
    const { data } = await send(app, INSTRUMENTS, {}, keyOf('quant'));
    const linear = { contractMultiplier: 1, isInverse: false, expiresAt: null, legs: [], tradingHours: null };
    const [share, , calendar] = CONTRACTS;
    expect((data.instruments as readonly { instrumentId: string }[]).slice(-3)).toEqual([
      { ...linear, kind: 'EQUITY', ...share },
      { ...linear, instrumentId: 'COIN', kind: 'PERPETUAL', isInverse: true, contractMultiplier: 100 },
      { ...linear, ...calendar },
    ]);
  });
});
