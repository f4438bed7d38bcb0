import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Side } from '#domain/core';
import { rfqQuote, rfqTerms, rfqTime } from '../../../../../test/factories/rfq.js';
import {
  applyRfqEvent,
  decideRfq,
  foldRfq,
  openLots,
  parseRfqEvents,
  rfqEventsText,
  type RfqCommand,
  type RfqEvent,
  type RfqQuote,
  type RfqState,
  type RfqTerms,
} from './index.js';

/** Something that somebody tries; which quote it means is settled when the request stands before him. */
interface Attempt {
  readonly move:
    | 'QUOTE'
    | 'WITHDRAW'
    | 'DECLINE'
    | 'TAKE'
    | 'COUNTER'
    | 'FILL'
    | 'REJECT'
    | 'PASS'
    | 'PASS_ALL'
    | 'AWAY'
    | 'EXPIRE'
    | 'POST';
  readonly waitSeconds: number;
  readonly dealer: string;
  readonly side: Side;
  /** Of the dealer's last quote, or another one. */
  readonly meansLast: boolean;
  readonly lots: number;
  readonly price: number;
  readonly allOrNone: boolean;
  readonly id: number;
}

const often = <T>(weight: number, value: T) => ({ weight, arbitrary: fc.constant(value) });

// Few ids and small sizes, so that attempts meet.
const attempt: fc.Arbitrary<Attempt> = fc.record({
  move: fc.oneof(
    ...(['QUOTE', 'TAKE', 'FILL'] as const).map((move) => often(12, move)),
    ...(['WITHDRAW', 'DECLINE', 'COUNTER', 'REJECT', 'PASS', 'EXPIRE', 'POST'] as const).map((move) => often(3, move)),
    ...(['PASS_ALL', 'AWAY'] as const).map((move) => often(1, move)),
  ),
  waitSeconds: fc.oneof(often(8, 0), often(4, 1), often(1, 20), often(1, -3)),
  dealer: fc.oneof(...['A', 'B', 'C'].map((dealer) => often(8, dealer)), often(1, 'D')),
  side: fc.constantFrom('BUY', 'SELL'),
  meansLast: fc.oneof(often(9, true), often(1, false)),
  lots: fc.oneof(...[1, 2, 3, 4, 5, 6].map((lots) => often(3, lots)), ...[-1, 0, 1.5].map((lots) => often(1, lots))),
  price: fc.oneof(...[99, 100, 101].map((price) => often(6, price)), ...[-1, NaN].map((price) => often(1, price))),
  allOrNone: fc.boolean(),
  id: fc.nat({ max: 30 }),
});

const terms: fc.Arbitrary<RfqTerms> = fc
  .record({
    side: fc.constantFrom('BUY' as const, 'SELL' as const, 'TWO_SIDED' as const),
    lots: fc.integer({ min: 1, max: 6 }),
    allOrNone: fc.boolean(),
  })
  .map((one) => rfqTerms(one));

const history = fc.record({ asked: terms, attempts: fc.array(attempt, { maxLength: 60, size: 'max' }) });

const commandOf = (one: Attempt, state: RfqState, seconds: number): RfqCommand => {
  const at = rfqTime(seconds);
  const { dealer, side, lots, price } = one;
  const last = state.dealers.get(dealer)?.quote?.quoteId;
  const quoteId = one.meansLast && last !== undefined ? last : `q${one.id}`;
  switch (one.move) {
    case 'QUOTE':
      return { type: 'QUOTE', at, dealer, quote: quoteOf(one, state.terms, seconds) };
    case 'WITHDRAW':
      return { type: 'WITHDRAW', at, dealer, quoteId };
    case 'DECLINE':
      return { type: 'DECLINE', at, dealer };
    case 'TAKE':
      return { type: side === 'BUY' ? 'LIFT' : 'HIT', at, dealer, quoteId, lots };
    case 'COUNTER':
      return { type: 'COUNTER', at, dealer, quoteId, side, price, lots };
    case 'FILL':
      return { type: 'FILL', at, dealer, quoteId, execId: `x${one.id}`, lots };
    case 'REJECT':
      return { type: 'REJECT', at, dealer, quoteId };
    case 'PASS':
      return { type: 'PASS', at, dealer };
    case 'PASS_ALL':
      return { type: 'PASS', at };
    case 'AWAY':
      return { type: 'DONE_AWAY', at, price };
    case 'EXPIRE':
      return { type: 'EXPIRE', at };
    case 'POST':
      return one.allOrNone ? { type: 'COVER', at, price } : { type: 'MARKOUT', at, horizonMs: one.id, price };
  }
};

/** The sides that are asked for, and now and then one that is not. */
const quoteOf = (
  { id, price, lots, side, meansLast, allOrNone }: Attempt,
  asked: RfqTerms,
  seconds: number,
): RfqQuote => {
  const { offer: _, ...blank } = rfqQuote(`q${id}`, { allOrNone, validUntil: rfqTime(seconds + 10) });
  const quoted = { price, lots: asked.allOrNone && meansLast ? asked.lots : lots };
  const wanted = meansLast ? asked.side : side;
  const bid = wanted === 'BUY' ? {} : { bid: quoted };
  return wanted === 'SELL' ? { ...blank, ...bid } : { ...blank, ...bid, offer: quoted };
};

interface Step {
  readonly before: RfqState;
  readonly after: RfqState;
  readonly events: readonly RfqEvent[];
}

const play = (asked: RfqTerms, attempts: readonly Attempt[]): readonly Step[] => {
  const opening = decideRfq(undefined, { type: 'OPEN', at: rfqTime(0), terms: asked });
  if (!opening.ok) throw new Error(opening.error.message);
  const opened = foldRfq(opening.value)!;
  const steps: Step[] = [{ before: opened, after: opened, events: opening.value }];
  let seconds = 0;
  let state = opened;
  for (const one of attempts) {
    seconds += one.waitSeconds;
    const decided = decideRfq(state, commandOf(one, state, seconds));
    const events = decided.ok ? decided.value : [];
    const after = events.reduce<RfqState>(applyRfqEvent, state);
    steps.push({ before: state, after, events });
    state = after;
  }
  return steps;
};

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** The rules that a state breaks. */
const broken = (state: RfqState): readonly string[] => {
  const { terms: asked, status, tradedSide, filledLots, unsettledLots } = state;
  const threads = [...state.dealers.values()];
  const filledBy = threads.map(({ fills }) => sum(fills.map(({ lots }) => lots)));
  const unsettledBy = threads.map(({ taking }) => taking?.unsettledLots ?? 0);
  const rules: Readonly<Record<string, boolean>> = {
    'fills add up': sum(filledBy) === filledLots,
    'takings add up': sum(unsettledBy) === unsettledLots,
    'every lot is somewhere': openLots(state) + unsettledLots + filledLots === asked.lots && openLots(state) >= 0,
    'a taking while TAKEN': threads.every((one) => (one.taking !== undefined) === (one.status === 'TAKEN')),
    'a counter while COUNTERED': threads.every((one) => (one.counter !== undefined) === (one.status === 'COUNTERED')),
    'a quote while QUOTED': threads.every((one) => one.status !== 'QUOTED' || one.quote !== undefined),
    'nothing unsettled at the end': status === 'OPEN' || unsettledLots === 0,
    'TRADED is all of it': (status === 'TRADED') === (filledLots === asked.lots),
    'one side': (tradedSide === undefined) === (unsettledLots + filledLots === 0),
    'the side asked for': tradedSide === undefined || asked.side === 'TWO_SIDED' || asked.side === tradedSide,
    'all of one dealer or nothing':
      !asked.allOrNone ||
      threads.every((one, i) => (one.taking?.lots ?? filledBy[i]! + one.rejectedLots) % asked.lots === 0),
  };
  return Object.keys(rules).filter((rule) => rules[rule] !== true);
};

describe('any sequence of commands', () => {
  it('leaves a legal state, in which every lot is somewhere', () => {
    const ends = new Set<string>();
    const dealers = new Set<string>();
    fc.assert(
      fc.property(history, ({ asked, attempts }) => {
        const states = play(asked, attempts).map(({ after }) => after);
        for (const { status, dealers: threads } of states) {
          ends.add(status);
          for (const thread of threads.values()) dealers.add(thread.status);
        }
        expect(states.flatMap(broken)).toEqual([]);
      }),
      { numRuns: 2_000, seed: 1 },
    );
    // What was tried reached every end, and every row of the table: of this seed that is known.
    expect([...ends].sort()).toEqual(['DONE_AWAY', 'EXPIRED', 'OPEN', 'PASSED', 'TRADED']);
    expect(dealers.size).toBe(9);
  });

  it('a refused command changes nothing, and time never runs back', () => {
    fc.assert(
      fc.property(history, ({ asked, attempts }) => {
        const wrong = play(asked, attempts).filter(
          ({ before, after, events }) => (events.length === 0 && after !== before) || after.at < before.at,
        );
        expect(wrong).toEqual([]);
      }),
    );
  });

  it('the fold of its recorded events is the state that was built step by step', () => {
    fc.assert(
      fc.property(history, ({ asked, attempts }) => {
        const steps = play(asked, attempts);
        const read = parseRfqEvents(rfqEventsText(steps.flatMap(({ events }) => events)));
        expect(foldRfq(read)).toEqual(steps.at(-1)?.after);
      }),
    );
  });
});
