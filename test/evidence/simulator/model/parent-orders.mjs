import { cutOrders } from '#application/export-training-set';
import { isFault, orderRequest } from '#application/forecast-orders';
import { asAsync, sessionDays, visitArrivals } from '#application/play-session';
import { dayParents, daySeed, simulatedParents, simulateSessions } from '#application/simulate-sessions';
import { SignalTable } from '#domain/features';
import { fillImpactInputs, IMPACT_INPUTS } from '#domain/impact';
import { sessionSecondsOf } from '#domain/market-data';
import { LIQUID_STOCK, LIQUID_STOCK_PARENTS, simulatedEvents } from '#domain/simulation';

const INSTRUMENT = 'SIM-GAMMA';
/** What the model was fitted on: parents of three minutes to half an hour. */
const PARENTS = { ...LIQUID_STOCK_PARENTS, horizonSecondsMin: 180, horizonSecondsMax: 1_800 };
const SURROUNDINGS = { overrides: new Map(), signals: new SignalTable([]) };

/** Days of the market of agents with parents of ours, as `replay simulate --seed N --parents DIR --parent-minutes 3-30` plays them. */
export const plan = (seed, days) => ({
  parameters: LIQUID_STOCK,
  instrumentId: INSTRUMENT,
  days,
  seed,
  parents: PARENTS,
});

export const sessionsOf = (simulated) => valueOf(simulateSessions(simulated));

/** The same days, with the history that they had, in a market that has become another one overnight. */
export const broken = (simulated, sessions, parameters) => {
  const other = { ...simulated, parameters };
  const events = (day) => valueOf(simulatedEvents(parameters, daySeed(other, day), dayParents(other, day)));
  return [other, sessions.map((session, day) => ({ ...session, events: () => asAsync(events(day)) }))];
};

/**
 * The parents of a plan's days with their labels in bps, what the product asks a model about each, and the inputs at its
 * arrival: by the code that exports training sets. `progress` hears of every day.
 */
export const parentOrders = async (simulated, sessions, progress) => {
  const days = valueOf(sessionDays(sessions));
  const orders = [];
  for (const [number, day] of days.entries()) {
    const [session] = day.sessions;
    const worked = valueOf(simulatedParents(simulated, number));
    const desk = worked.map(deskOrder);
    const cut = { overrides: SURROUNDINGS.overrides, seed: 1, desk, deskOnly: true, setAside: () => undefined };
    const { terms, rows } = await cutOrders(session, day.date, cut);
    const starts = [rows.map(({ startMs }) => startMs)];
    await visitArrivals(day, starts, SURROUNDINGS, (_, arrived, observed) => {
      const [state, features] = [observed.state(), observed.readFeatures()];
      for (const row of arrived.map((index) => rows[index])) {
        const asked = {
          symbol: session.instrumentId,
          side: row.sign === 1 ? 'BUY' : 'SELL',
          quantityUnits: row.orderedSize,
          horizonSeconds: row.durationSeconds,
        };
        const request = orderRequest(asked, state);
        if (isFault(request)) throw new Error(request.message);
        const inputs = new Float32Array(IMPACT_INPUTS.length);
        fillImpactInputs(inputs, 0, features, asked, { ...terms, sessionSeconds: sessionSecondsOf(session, terms) });
        const place = worked.findIndex(({ order }) => order.orderId === row.orderId);
        orders.push({ day: number, place, request, inputs, outcomeBps: outcomes(row.labels) });
      }
    });
    progress?.(`${number + 1} of ${days.length} days with parents`);
  }
  return orders;
};

const deskOrder = ({ order, fills }, line) => {
  const filledUnits = fills.reduce((sum, { quantityUnits }) => sum + quantityUnits, 0);
  const paid = fills.reduce((sum, { quantityUnits, price }) => sum + quantityUnits * price, 0);
  return { line, order, filledUnits, fillPrice: paid / filledUnits, fills: fills.length };
};

const outcomes = ({ slippageBps, peakBps, perm1Bps, perm5Bps, perm15Bps }) => ({
  slippage: slippageBps,
  peak: peakBps,
  perm1: perm1Bps,
  perm5: perm5Bps,
  perm15: perm15Bps,
});

export const valueOf = (result) => {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
};
