import { describe, expect, it } from '@jest/globals';
import { SignalTable } from '#domain/features';
import { EventKind } from '#domain/market-data';
import { LIQUID_STOCK, LIQUID_STOCK_PARENTS, type MarketParameters } from '#domain/simulation';
import { ObservedInstrument } from '#application/play-session';
import { simulatedParents, simulateSessions, type SimulationPlan } from './index.js';

const SHORT: MarketParameters = { ...LIQUID_STOCK, sessionSeconds: 300, warmUpSeconds: 300 };

const sessions = (plan: Partial<SimulationPlan> = {}) => {
  const made = simulateSessions({ parameters: SHORT, instrumentId: 'SIM', days: 3, seed: 1, ...plan });
  if (!made.ok) throw new Error(made.error.message);
  return made.value;
};

describe('simulateSessions', () => {
  const days = sessions();

  it('are weekdays, each with the history of those before it, labelled as simulated', () => {
    expect(days.map(({ source }) => `${source.kind} ${source.name}`)).toEqual([
      'SIMULATED market of agents, seed 1, 2025-01-02',
      'SIMULATED market of agents, seed 1, 2025-01-03',
      'SIMULATED market of agents, seed 1, 2025-01-06',
    ]);
    const [first, , third] = days;
    expect(first!.dailyBars!.map(({ date }) => date).slice(-4)).toEqual([
      '2024-12-27',
      '2024-12-30',
      '2024-12-31',
      '2025-01-01',
    ]);
    expect(third!.dailyBars!.map(({ date }) => date).slice(-2)).toEqual(['2025-01-02', '2025-01-03']);
    expect([first!.dailyBars!.length, third!.dailyBars!.length]).toEqual([20, 22]);
    for (const { open, high, low, close, volume } of third!.dailyBars!) {
      expect(high).toBeGreaterThanOrEqual(Math.max(open, close));
      expect(low).toBeLessThanOrEqual(Math.min(open, close));
      expect(volume).toBeGreaterThan(0);
    }
  });

  it('a day is the same whatever else is asked for, and another by another seed or name', async () => {
    const sizeOf = async (of: ReturnType<typeof sessions>[number]): Promise<number> => {
      let sum = 0;
      for await (const batch of of.events()) for (let i = 0; i < batch.length; i += 1) sum += batch.price[i]! * (i + 1);
      return sum;
    };
    const known = await sizeOf(days[1]!);
    expect(await sizeOf(sessions({ days: 2 })[1]!)).toBe(known);
    expect(await sizeOf(sessions({ days: 2, seed: 2 })[1]!)).not.toBe(known);
    expect(await sizeOf(sessions({ days: 2, instrumentId: 'SIM-2' })[1]!)).not.toBe(known);
  });

  it('its feed has no fault, and its terms come from its history', async () => {
    const surroundings = { overrides: new Map(), signals: new SignalTable([]) };
    const [observed] = ObservedInstrument.together([days[0]!], surroundings);
    for await (const batch of days[0]!.events()) {
      for (let row = 0; row < batch.length; row += 1) observed!.apply(batch, row);
    }
    const { market, quality } = observed!.state();
    expect(market.status).toBe('CLOSED');
    expect(market.bookFault).toBeUndefined();
    expect(market.terms.estimated).toEqual([]);
    expect(market.terms.averageDailyVolume).toBeGreaterThan(0);
    expect(market.tradedVolume).toBeGreaterThan(0);
    expect(Object.values(quality.faults).filter((count) => count > 0)).toEqual([]);
  });

  it('says how far it is', () => {
    const said: string[] = [];
    simulateSessions({ parameters: SHORT, instrumentId: 'SIM', days: 1, seed: 1 }, (done, of) => {
      said.push(`${done} of ${of}`);
    });
    expect(said.at(-1)).toBe('20 of 20');
  });

  it('an impossible market is refused by name', () => {
    expect(
      simulateSessions({ parameters: { ...SHORT, tickSize: NaN }, instrumentId: 'SIM', days: 1, seed: 1 }),
    ).toMatchObject({
      ok: false,
      error: { field: 'tickSize' },
    });
  });
});

describe('simulatedParents', () => {
  const plan: SimulationPlan = {
    parameters: { ...SHORT, sessionSeconds: 1800 },
    instrumentId: 'SIM',
    days: 2,
    seed: 1,
    parents: { ...LIQUID_STOCK_PARENTS, firstSeconds: 60, horizonSecondsMax: 120 },
  };

  it('trade in the session of their day, and add up', async () => {
    const worked = simulatedParents(plan, 1);
    if (!worked.ok) throw new Error(worked.error.message);
    const [, session] = sessions(plan);
    const trades = new Set<string>();
    for await (const batch of session!.events()) {
      for (let row = 0; row < batch.length; row += 1) {
        if (batch.kind[row] === EventKind.TRADE) trades.add(`${batch.exchangeNs[row]!} ${batch.price[row]!}`);
      }
    }
    expect(worked.value.length).toBeGreaterThan(2);
    for (const { order, fills } of worked.value) {
      expect(order.orderId).toMatch(/^SIM-2025-01-03-\d{3}$/);
      expect(fills.reduce((sum, { quantityUnits }) => sum + quantityUnits, 0)).toBe(order.quantityUnits);
      for (const { time, price } of fills) {
        expect(time > order.arrival && time < order.end).toBe(true);
        const key = `${Number(time - session!.origin)} ${Math.round(price * session!.priceUnitsPerCurrency)}`;
        expect(trades.has(key)).toBe(true);
      }
    }
  });

  it('there are none where the plan has none', () => {
    const { parents: _, ...without } = plan;
    expect(simulatedParents(without, 0)).toEqual({ ok: true, value: [] });
  });

  it('an impossible flow of them is refused by name', () => {
    const impossible = { ...plan, parents: { ...LIQUID_STOCK_PARENTS, lotUnits: 0 } };
    expect(simulateSessions(impossible)).toMatchObject({ ok: false, error: { field: 'lotUnits' } });
  });
});
