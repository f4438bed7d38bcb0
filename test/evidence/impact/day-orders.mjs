import { cutOrders } from '#application/export-training-set';
import { isFault, orderRequest } from '#application/forecast-orders';
import { sessionDays, visitArrivals } from '#application/play-session';
import { SignalTable } from '#domain/features';
import { fillImpactInputs, IMPACT_INPUTS } from '#domain/impact';
import { sessionSecondsOf } from '#domain/market-data';

/** Of the synthetic traders: as the set that the folds were fitted on was exported. */
export const EXPORT_SEED = 7;

const BLOCK_MS = 300_000;
const BLOCKS_A_DAY = 288;
const NOTHING_ELSE_KNOWN = { overrides: new Map(), signals: new SignalTable([]) };

/**
 * The synthetic metaorders and the windows of sessions that play together, those that count in scores, each with its labels
 * in bps, what the product asks a model about it, and the inputs at its arrival. An order at whose arrival nobody quoted both
 * sides cannot be asked about; they are counted.
 */
export const dayOrders = async (sessions) => {
  const orders = [];
  let notAsked = 0;
  for (const [number, day] of days(sessions).entries()) {
    const instruments = [];
    for (const session of day.sessions) instruments.push(await scoredOrders(session, day.date));
    const startsMs = instruments.map(({ rows }) => rows.map(({ startMs }) => startMs));
    await visitArrivals(day, startsMs, NOTHING_ELSE_KNOWN, (instrument, arrived, observed) => {
      const { session, terms, rows } = instruments[instrument];
      const state = observed.state();
      const features = observed.readFeatures();
      for (const row of arrived.map((index) => rows[index])) {
        const asked = {
          symbol: session.instrumentId,
          side: row.sign === 1 ? 'BUY' : 'SELL',
          quantityUnits: row.orderedSize / session.sizeUnitsPerUnit,
          horizonSeconds: row.durationSeconds,
        };
        const request = orderRequest(asked, state);
        if (isFault(request)) {
          notAsked += 1;
          continue;
        }
        const inputs = new Float32Array(IMPACT_INPUTS.length);
        fillImpactInputs(inputs, 0, features, asked, { ...terms, sessionSeconds: sessionSecondsOf(session, terms) });
        orders.push({
          instrument: session.instrumentId,
          definition: row.definition,
          durationSeconds: row.durationSeconds,
          // What moves one instrument moves the other: a block holds the orders of both.
          block: number * BLOCKS_A_DAY + Math.floor((row.startMs - session.openNs / 1e6) / BLOCK_MS),
          advFraction: asked.quantityUnits / terms.averageDailyVolume,
          outcomeBps: outcomes(row.labels),
          request,
          inputs,
        });
      }
    });
  }
  return { orders, notAsked };
};

const days = (sessions) => {
  const sorted = sessionDays(sessions);
  if (!sorted.ok) throw new Error(sorted.error.message);
  return sorted.value;
};

const scoredOrders = async (session, date) => {
  const plan = { overrides: new Map(), seed: EXPORT_SEED, desk: [], setAside: () => undefined };
  const { terms, rows } = await cutOrders(session, date, plan);
  return { session, terms, rows: rows.filter(({ onGrid }) => onGrid) };
};

const outcomes = ({ slippageBps, peakBps, perm1Bps, perm5Bps, perm15Bps }) => ({
  slippage: slippageBps,
  peak: peakBps,
  perm1: perm1Bps,
  perm5: perm5Bps,
  perm15: perm15Bps,
});
