import { describe, expect, it } from '@jest/globals';
import { MemoryQuoteRequestStore } from '#adapters/memory';
import { NodeIdentifiers } from '#adapters/node-crypto';
import { auctionOpening, auctionQuote } from '../../../../test/factories/rfq-auction.js';
import { rfqTime } from '../../../../test/factories/rfq.js';
import { QuoteRequests } from './index.js';

const REQUEST = '01a1ffb6-f103-7c05-aed1-88fbab5d6caf';

const openRequests = async () => {
  const requests = new QuoteRequests({ store: new MemoryQuoteRequestStore(), identifiers: new NodeIdentifiers() });
  await requests.change('alpha', auctionOpening(REQUEST));
  return requests;
};

describe('QuoteRequests', () => {
  it('answers a repeat with the request as it stood behind the first, also when the command would be refused now', async () => {
    const requests = await openRequests();
    const first = await requests.change('alpha', auctionQuote(REQUEST, 'Dealer 1', 0));
    await requests.change('alpha', auctionQuote(REQUEST, 'Dealer 1', 1));
    expect(first).toMatchObject({ ok: true, value: { version: 2 } });
    expect(await requests.change('alpha', auctionQuote(REQUEST, 'Dealer 1', 0))).toEqual(first);
  });

  it('answers the repeat of an opening with the request that the first one opened', async () => {
    const requests = await openRequests();
    const again = { ...auctionOpening(REQUEST), requestId: '01a1ffb6-f103-7c05-aed1-88fbab5d6cb0' };
    expect(await requests.change('alpha', again)).toMatchObject({
      ok: true,
      value: { requestId: REQUEST, version: 1 },
    });
    expect(await requests.find('alpha', again.requestId)).toBeUndefined();
  });

  it('refuses a key that belongs to another command', async () => {
    const requests = await openRequests();
    const quoted = auctionQuote(REQUEST, 'Dealer 1', 0);
    await requests.change('alpha', quoted);
    const other = { ...auctionQuote(REQUEST, 'Dealer 2', 0), idempotencyKey: quoted.idempotencyKey };
    expect(await requests.change('alpha', other)).toMatchObject({ ok: false, error: { code: 'IDEMPOTENCY_CONFLICT' } });
  });

  it('a refused command leaves no trace', async () => {
    const requests = await openRequests();
    const before = await requests.find('alpha', REQUEST);
    const refused = await requests.change('alpha', auctionQuote(REQUEST, 'nobody', 0));
    expect(refused).toMatchObject({ ok: false, error: { code: 'DEALER_NOT_ASKED', field: 'dealer' } });
    expect(await requests.find('alpha', REQUEST)).toEqual(before);
  });

  it('records the expiry when it is due, and nothing before', async () => {
    const requests = await openRequests();
    const expire = (seconds: number) =>
      requests.change('alpha', {
        requestId: REQUEST,
        idempotencyKey: `expire ${seconds}`,
        requestText: 'expire',
        command: { type: 'EXPIRE', at: rfqTime(seconds) },
      });
    expect(await expire(59)).toMatchObject({ ok: true, value: { version: 1, state: { status: 'OPEN' } } });
    expect(await expire(60)).toMatchObject({ ok: true, value: { version: 2, state: { status: 'EXPIRED' } } });
  });

  it.each([
    ['of another desk', 'beta', REQUEST],
    ['that was never opened', 'alpha', '01a1ffb6-f103-7c05-aed1-88fbab5d6cb0'],
  ])('knows no request %s', async (_, deskId, requestId) => {
    const requests = await openRequests();
    expect(await requests.find(deskId, requestId)).toBeUndefined();
    expect(await requests.change(deskId, auctionQuote(requestId, 'Dealer 1', 0))).toMatchObject({
      ok: false,
      error: { code: 'UNKNOWN_QUOTE_REQUEST', field: 'quoteRequestId' },
    });
  });
});
