import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type AdmissionLimits } from '#domain/quoting';
import { type LeavingQuote, type QuoteBook } from '#application/ports';
import { uuidV7 } from '../factories/records.js';

jest.setTimeout(120_000);

/** A book of any number of desks; `again` is the same book as another process, or this one after a restart, sees it. */
export interface OpenQuoteBook {
  readonly book: QuoteBook;
  readonly again: QuoteBook;
  /** A desk that nothing has happened to. */
  newDesk(): Promise<string>;
  close(): Promise<void>;
}

const AT = 1_709_650_800_000_000_000n;
const SECOND = 1_000_000_000n;

const quote = (change: Partial<LeavingQuote> = {}): LeavingQuote => ({
  quoteId: uuidV7(),
  client: 'FUND',
  instrumentId: 'TEST',
  notional: 1_000,
  bidQuantity: 10,
  offerQuantity: 10,
  decidedAt: AT,
  expiresAt: AT + 30n * SECOND,
  ...change,
});

const AMPLE: AdmissionLimits = {
  client: { notionalMax: 1e12, messagesMax: 1e6 },
  desk: { notionalMax: 1e12, messagesMax: 1e6 },
  inventoryMax: 1e9,
};

/** What every QuoteBook does. */
export const quoteBookContract = (name: string, open: () => Promise<OpenQuoteBook>): void => {
  describe(`QuoteBook in ${name}`, () => {
    let opened: OpenQuoteBook;
    let book: QuoteBook;
    beforeAll(async () => {
      opened = await open();
      ({ book } = opened);
    });
    afterAll(() => opened.close());

    it.each<[string, Partial<AdmissionLimits>, string, string]>([
      [
        "the client's notional",
        { client: { notionalMax: 1_999, messagesMax: 100 } },
        'NOTIONAL_LIMIT',
        'client.notional',
      ],
      ["the desk's notional", { desk: { notionalMax: 1_999, messagesMax: 100 } }, 'NOTIONAL_LIMIT', 'desk.notional'],
      ["the client's messages", { client: { notionalMax: 1e9, messagesMax: 1 } }, 'MESSAGE_LIMIT', 'client.messages'],
      ["the desk's messages", { desk: { notionalMax: 1e9, messagesMax: 1 } }, 'MESSAGE_LIMIT', 'desk.messages'],
      ['the inventory', { inventoryMax: 19 }, 'INVENTORY_LIMIT', 'bid'],
    ])('of 64 quotes at once against one unit of %s exactly one leaves', async (_, limits, code, field) => {
      const desk = await opened.newDesk();
      const leaving = Array.from({ length: 64 }, (_each, i) =>
        (i % 2 === 0 ? book : opened.again).leave(desk, quote(), { ...AMPLE, ...limits }),
      );
      const left = await Promise.all(leaving);
      expect(left.filter(({ ok }) => ok)).toHaveLength(1);
      const refused = left.flatMap((one) => (one.ok ? [] : [one.error]));
      expect(new Set(refused.map((one) => `${one.code} ${one.field}`))).toEqual(new Set([`${code} ${field}`]));
      expect(await book.liveQuotes(desk, AT)).toBe(1);
      const events = await book.events(desk, 100);
      expect(events).toHaveLength(63);
      expect(events.map(({ ordinal }) => ordinal)).toEqual(Array.from({ length: 63 }, (_each, i) => 63 - i));
      expect(events[0]).toMatchObject({
        kind: 'QUOTE_REFUSED',
        at: AT,
        who: 'FUND',
        instrumentId: 'TEST',
        code,
        field,
      });
    });

    it('another client has limits of his own, and what has expired or ended counts no more', async () => {
      const desk = await opened.newDesk();
      const limits = { ...AMPLE, client: { notionalMax: 1_000, messagesMax: 100 } };
      const first = quote();
      expect((await book.leave(desk, first, limits)).ok).toBe(true);
      expect((await book.leave(desk, quote(), limits)).ok).toBe(false);
      expect((await book.leave(desk, quote({ client: 'OTHER' }), limits)).ok).toBe(true);
      const ended = { quoteId: first.quoteId, instrumentId: 'TEST', clientSide: 'BUY', quantity: 10 } as const;
      await book.end(desk, { ...ended, kind: 'NOT_TRADED' });
      expect((await book.leave(desk, quote(), limits)).ok).toBe(true);
      const later = AT + 30n * SECOND;
      const next = quote({ decidedAt: later, expiresAt: later + SECOND });
      expect((await book.leave(desk, next, limits)).ok).toBe(true);
      expect(await book.liveQuotes(desk, later)).toBe(1);
    });

    it('a quote leaves once, however often it is asked for', async () => {
      const desk = await opened.newDesk();
      const one = quote();
      const limits = { ...AMPLE, desk: { notionalMax: 1_000, messagesMax: 1 } };
      const left = await Promise.all(Array.from({ length: 8 }, () => book.leave(desk, one, limits)));
      expect(left.every(({ ok }) => ok)).toBe(true);
      expect(await book.liveQuotes(desk, AT)).toBe(1);
    });

    it('what was dealt is held, once, and seen by every process', async () => {
      const desk = await opened.newDesk();
      const [bought, sold] = [quote(), quote()];
      const end = { instrumentId: 'TEST', quantity: 10 };
      const ended = { ...end, quoteId: bought.quoteId, kind: 'DONE_WITH_COVER', clientSide: 'SELL' } as const;
      const outcomes = await Promise.all(
        Array.from({ length: 16 }, (_, i) => (i % 2 === 0 ? book : opened.again).end(desk, ended)),
      );
      expect(outcomes.filter(({ kind }) => kind === 'ENDED')).toHaveLength(1);
      expect(outcomes).toContainEqual({ kind: 'EXISTS', ended });
      await book.end(desk, { ...end, quoteId: sold.quoteId, quantity: 25, kind: 'DONE', clientSide: 'BUY' });
      await book.end(desk, { ...end, quoteId: uuidV7(), kind: 'TRADED_AWAY', clientSide: 'BUY' });
      expect(await opened.again.positions(desk)).toEqual([{ instrumentId: 'TEST', quantity: -15 }]);
    });

    it('a side that brings the inventory down may leave, however much is held', async () => {
      const desk = await opened.newDesk();
      await book.end(desk, {
        quoteId: uuidV7(),
        instrumentId: 'TEST',
        kind: 'DONE',
        clientSide: 'SELL',
        quantity: 100,
      });
      const limits = { ...AMPLE, inventoryMax: 50 };
      expect(await book.leave(desk, quote({ offerQuantity: 0 }), limits)).toMatchObject({
        ok: false,
        error: { code: 'INVENTORY_LIMIT', field: 'bid' },
      });
      expect((await book.leave(desk, quote({ bidQuantity: 0 }), limits)).ok).toBe(true);
    });

    it('with 10,000 live quotes: all are taken back when the switch is acknowledged, and none leaves after it', async () => {
      const desk = await opened.newDesk();
      const live = Array.from({ length: 10_000 }, (_, i) => quote({ client: `client ${i % 100}` }));
      for (let i = 0; i < live.length; i += 2_000) {
        const left = await Promise.all(live.slice(i, i + 2_000).map((one) => book.leave(desk, one, AMPLE)));
        expect(left.every(({ ok }) => ok)).toBe(true);
      }
      expect(await book.liveQuotes(desk, AT)).toBe(10_000);
      let acknowledged = false;
      const leftAfter: boolean[] = [];
      const racing = Array.from({ length: 200 }, async (_, i) => {
        const wasAcknowledged = acknowledged;
        const { ok } = await (i % 2 === 0 ? book : opened.again).leave(desk, quote(), AMPLE);
        if (wasAcknowledged) leftAfter.push(ok);
      });
      const startedMs = performance.now();
      const { cancelled } = await opened.again.engage(desk, 'first', 'a test', AT);
      acknowledged = true;
      // Said, not asserted: a test that asserts on time fails on a busy machine.
      process.stdout.write(
        `${name}: ${cancelled} quotes taken back in ${Math.round(performance.now() - startedMs)} ms\n`,
      );
      expect(cancelled).toBeGreaterThanOrEqual(10_000);
      await Promise.all(racing);
      expect(await book.liveQuotes(desk, AT)).toBe(0);
      const after = await Promise.all(
        Array.from({ length: 64 }, (_, i) => (i % 2 === 0 ? book : opened.again).leave(desk, quote(), AMPLE)),
      );
      expect(new Set(after.map((one) => (one.ok ? 'LEFT' : one.error.code)))).toEqual(new Set(['KILL_SWITCH']));
      expect(leftAfter.every((ok) => !ok)).toBe(true);
      expect(await opened.again.leave(desk, live[0]!, AMPLE)).toMatchObject({ ok: false });
    });

    it('the switch outlives who engaged it, and a second person releases it', async () => {
      const desk = await opened.newDesk();
      const one = quote();
      await book.leave(desk, one, AMPLE);
      await book.engage(desk, 'first', 'fat finger', AT);
      await book.engage(desk, 'second', 'again', AT);
      expect(await opened.again.killSwitch(desk)).toEqual({
        kind: 'ENGAGED',
        engagedBy: 'first',
        reason: 'fat finger',
      });
      expect(await opened.again.release(desk, 'first', AT)).toMatchObject({
        ok: false,
        error: { code: 'SECOND_PERSON_REQUIRED' },
      });
      expect(await opened.again.release(desk, 'second', AT)).toEqual({ ok: true, value: { kind: 'RELEASED' } });
      expect((await book.leave(desk, quote(), AMPLE)).ok).toBe(true);
      // What was taken back stays so.
      expect(await book.leave(desk, one, AMPLE)).toMatchObject({ ok: false, error: { code: 'KILL_SWITCH' } });
      expect((await book.events(desk, 10)).map(({ kind, who }) => [kind, who])).toEqual([
        ['KILL_SWITCH_RELEASED', 'second'],
        ['KILL_SWITCH_ENGAGED', 'second'],
        ['QUOTES_TAKEN_BACK', one.client],
        ['KILL_SWITCH_ENGAGED', 'first'],
      ]);
      expect((await book.events(desk, 10, 2)).map(({ ordinal }) => ordinal)).toEqual([1]);
    });

    it('desks know nothing of each other', async () => {
      const [mine, theirs] = [await opened.newDesk(), await opened.newDesk()];
      await book.leave(mine, quote(), AMPLE);
      await book.end(mine, { quoteId: uuidV7(), instrumentId: 'TEST', kind: 'DONE', clientSide: 'SELL', quantity: 1 });
      await book.engage(mine, 'first', 'mine alone', AT);
      expect(await book.killSwitch(theirs)).toEqual({ kind: 'RELEASED' });
      expect(await book.positions(theirs)).toEqual([]);
      expect(await book.events(theirs, 10)).toEqual([]);
      expect((await book.leave(theirs, quote(), AMPLE)).ok).toBe(true);
    });
  });
};
