import { afterEach, describe, expect, it } from '@jest/globals';
import { parseInstant, type Instant } from '#domain/core';
import { type InstrumentState, type InstrumentStates, type MarketState } from '#application/ports';
import { instrumentState } from '../factories/instrument-state.js';
import { market, terms } from '../factories/market.js';

/** A market state, and the hand that moves the market behind it. */
export interface MarketStateUnderTest {
  readonly state: MarketState & InstrumentStates;
  /** The feed says that it is `time`, and that these instruments changed; resolves when the state has heard it. */
  readonly show: (time: Instant, changed: readonly InstrumentState[]) => Promise<void>;
  readonly close: () => Promise<void>;
}

const at = (text: string): Instant => parseInstant(text)!;

const stateOf = (instrumentId: string, sequence: number): InstrumentState =>
  instrumentState(market({ terms: terms({ instrumentId }), sequence }));

/** What every MarketState keeps, whatever it is fed from. */
export const marketStateContract = (name: string, open: () => Promise<MarketStateUnderTest>): void => {
  describe(`${name} keeps the MarketState contract`, () => {
    const opened: MarketStateUnderTest[] = [];
    const fresh = async (): Promise<MarketStateUnderTest> => {
      const underTest = await open();
      opened.push(underTest);
      return underTest;
    };

    afterEach(async () => {
      for (const underTest of opened.splice(0)) await underTest.close();
    });

    it('knows nothing before the first word', async () => {
      const { state } = await fresh();
      expect(state.instruments()).toEqual([]);
      expect(state.latest('A')).toBeUndefined();
      expect(state.state('A')).toBeUndefined();
      expect(state.feedSilenceMs()).toBe(Infinity);
      expect(state.now()).toBe(0n);
    });

    it('holds the latest state of every instrument', async () => {
      const { state, show } = await fresh();
      await show(at('2012-06-21T13:35:00Z'), [stateOf('A', 1), stateOf('B', 1)]);
      await show(at('2012-06-21T13:35:01Z'), [stateOf('B', 2)]);
      expect(state.instruments()).toEqual(['A', 'B']);
      expect(state.state('A')).toEqual(stateOf('A', 1));
      expect(state.state('B')).toEqual(stateOf('B', 2));
      expect(state.latest('B')).toEqual(stateOf('B', 2).market);
    });

    it('tells whoever listens that states were replaced, when they can be read, until it is to be told no more', async () => {
      const { state, show } = await fresh();
      const heard: unknown[] = [];
      const stop = state.listen(() => heard.push(state.latest('A')?.sequence));
      await show(at('2012-06-21T13:35:00Z'), [stateOf('A', 1)]);
      await show(at('2012-06-21T13:35:01Z'), [stateOf('A', 2)]);
      stop();
      await show(at('2012-06-21T13:35:02Z'), [stateOf('A', 3)]);
      expect([...new Set(heard)].filter((sequence) => sequence !== undefined)).toEqual([1, 2]);
    });

    it.each(['C', '', '__proto__', 'constructor'])('has no instrument %j', async (instrumentId) => {
      const { state, show } = await fresh();
      await show(at('2012-06-21T13:35:00Z'), [stateOf('A', 1)]);
      expect(state.latest(instrumentId)).toBeUndefined();
    });

    it("tells the session's time, never before what the feed said and never backwards", async () => {
      const { state, show } = await fresh();
      const heard: Instant[] = [];
      for (const time of ['2012-06-21T13:35:00Z', '2012-06-21T13:35:00.000000001Z', '2012-06-21T13:36:00Z'].map(at)) {
        await show(time, []);
        expect(state.now()).toBeGreaterThanOrEqual(time);
        heard.push(state.now(), state.now());
      }
      expect(heard).toEqual([...heard].sort((a, b) => (a < b ? -1 : 1)));
    });

    it('has heard the feed after its first word', async () => {
      const { state, show } = await fresh();
      await show(at('2012-06-21T13:35:00Z'), []);
      expect(state.feedSilenceMs()).toBeGreaterThanOrEqual(0);
      expect(state.feedSilenceMs()).toBeLessThan(Infinity);
    });
  });
};
