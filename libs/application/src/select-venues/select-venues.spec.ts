import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MemoryDecisionLog, MemoryDeskEvents, MemoryMarketState, MemoryOutbox } from '#adapters/memory';
import { systemClock } from '#adapters/node-clock';
import { NodeIdentifiers } from '#adapters/node-crypto';
import { ParametricModel } from '#adapters/parametric';
import { ComputingBusy } from '#application/ports';
import { replayDecision } from '#application/replay-decision';
import { memoryPorts, SESSION_TIME } from '../../../../test/factories/api.js';
import { computingHere } from '../../../../test/factories/computing.js';
import { instrumentState } from '../../../../test/factories/instrument-state.js';
import { market, terms } from '../../../../test/factories/market.js';
import {
  splitBlock,
  type SelectVenuesCommand,
  type SelectVenuesPorts,
  type StatedVenue,
  type VenueSelectionView,
} from './index.js';

const LIT: StatedVenue = { name: 'LIT', kind: 'LIT', takerFeeBps: 0.3 };
const POOL: StatedVenue = { name: 'POOL', kind: 'DARK', anyProbability: 0.6, meanUnits: 20_000 };
const DEALERS: StatedVenue = { name: 'DEALERS', kind: 'RFQ', dealers: ['NORTH', 'SOUTH', 'EAST'] };
const BLOCK: StatedVenue = { name: 'BLOCK', kind: 'BLOCK', maxUnits: 10_000, allOrNone: true };
const AUCTION: StatedVenue = { name: 'AUCTION', kind: 'PERIODIC_AUCTION', waitSeconds: 60 };

const COMMAND: SelectVenuesCommand = {
  instrumentId: 'TEST',
  side: 'BUY',
  quantity: 50_000,
  quantityUnit: 'UNITS',
  horizonSeconds: 1_800,
  alphaBps: 0,
  venues: [LIT, POOL, DEALERS, BLOCK, AUCTION],
  seed: 1,
  idempotencyKey: 'split',
};

const model = new ParametricModel();
const { deskHistories } = memoryPorts();
let state: MemoryMarketState;
let decisions: MemoryDecisionLog;

beforeEach(() => {
  state = new MemoryMarketState();
  state.setNow(SESSION_TIME);
  state.setState(instrumentState(market()));
  decisions = new MemoryDecisionLog(new MemoryDeskEvents(), new MemoryOutbox());
});

const split = (changes: Partial<SelectVenuesCommand> = {}, computing: SelectVenuesPorts['computing'] = computingHere) =>
  splitBlock(
    {
      market: state,
      model,
      decisions,
      deskHistories,
      clock: systemClock,
      identifiers: new NodeIdentifiers(),
      computing,
    },
    { deskId: 'alpha', riskAversion: 0.1 },
    { ...COMMAND, ...changes },
  );

const selection = async (changes: Partial<SelectVenuesCommand> = {}): Promise<VenueSelectionView> => {
  const answer = await split(changes);
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value;
};

const total = ({ allocations }: VenueSelectionView): number =>
  allocations.reduce((sum, { quantity }) => sum + quantity, 0);

describe('splitBlock', () => {
  it('sums to the order and costs no more than any venue alone', async () => {
    const answer = await selection();
    expect(total(answer)).toBe(50_000);
    for (const { cost } of answer.singles) {
      if (cost === undefined) continue;
      const alone = cost.meanBps + 0.1 * cost.expectedShortfallBps;
      expect(answer.objectiveBps).toBeLessThanOrEqual(alone + 1e-9);
    }
    const { terms: named, meanBps } = answer.cost;
    expect(named.reduce((sum, { bps }) => sum + bps, 0)).toBeCloseTo(meanBps, 9);
  });

  it('costs in the lit book alone about what the model says of taking it', async () => {
    const answer = await selection({ venues: [{ name: 'LIT', kind: 'LIT' }] });
    const { market: seen, features } = { market: market(), features: state.state('TEST')!.features };
    const asked = { side: 'BUY', quantity: 50_000, horizonSeconds: 1_800, aggression: 1 } as const;
    const taken = await model.forecast([{ ...asked, market: seen, features }]);
    if (!taken.ok) throw new Error(taken.error.message);
    expect(answer.cost.meanBps).toBeCloseTo(taken.value[0]!.slippage.meanBps, 1);
  });

  it.each([0.001, 1, 100])('splits in whole lots of %d units', async (lotSize) => {
    state.setState(instrumentState(market({ terms: terms({ lotSize }) })));
    const quantity = 1_000 * lotSize;
    const venues = [LIT, { ...POOL, meanUnits: quantity / 2 }, DEALERS];
    const answer = await selection({ quantity, venues });
    expect(total(answer)).toBeCloseTo(quantity, 9);
    for (const { quantity: of } of answer.allocations) {
      expect(Math.abs(of / lotSize - Math.round(of / lotSize))).toBeLessThan(1e-6);
    }
  });

  it('is the same split for the same key, and replays byte for byte', async () => {
    const random = fc.record({
      quantity: fc.integer({ min: 100, max: 100_000 }),
      side: fc.constantFrom('BUY', 'SELL'),
      venues: fc.subarray([LIT, POOL, DEALERS, AUCTION], { minLength: 1 }),
      alphaBps: fc.double({ min: -10, max: 10, noNaN: true }),
      seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    });
    let nth = 0;
    await fc.assert(
      fc.asyncProperty(random, async (changes) => {
        const command = { ...changes, idempotencyKey: `key ${(nth += 1)}` };
        const answer = await selection(command);
        expect(total(answer)).toBe(changes.quantity);
        expect(await selection(command)).toEqual(answer);
        const replay = await replayDecision({ decisions, model, computing: computingHere }, 'alpha', answer.decisionId);
        expect(replay).toMatchObject({ ok: true, value: { byteEqual: true, modelCheck: 'MATCHES' } });
      }),
      { seed: 8, numRuns: 6 },
    );
  });

  it('keeps the limits of the desk, and says who is out', async () => {
    const limits = { venuesMost: 2, unitsMostByKind: [{ kind: 'RFQ', units: 0 } as const] };
    const answer = await selection({ limits });
    expect(answer.allocations.length).toBeLessThanOrEqual(2);
    expect(answer.ineligible).toEqual([{ venue: 'DEALERS', reason: 'DESK_LIMIT' }]);
  });

  it('leaves out a venue whose least is more than the order, and splits over the others', async () => {
    const { allocations, ineligible } = await selection({
      venues: [LIT, { name: 'BIG', kind: 'BLOCK', minUnits: 50_001 }],
    });
    expect(allocations).toMatchObject([{ venue: 'LIT', quantity: 50_000 }]);
    expect(ineligible).toEqual([{ venue: 'BIG', reason: 'ORDER_BELOW_MINIMUM' }]);
  });

  it.each<[string, string, Partial<SelectVenuesCommand>]>([
    ['NO_VENUE_ELIGIBLE', 'venues', { venues: [{ ...LIT, maxUnits: 0 }] }],
    ['NO_SPLIT_ALLOWED', 'limits', { venues: [{ ...LIT, maxUnits: 10_000 }] }],
    ['IMPOSSIBLE_VENUES', 'venues', { venues: [LIT, LIT] }],
    ['IMPOSSIBLE_VENUES', 'venues.1.anyProbability', { venues: [LIT, { ...POOL, anyProbability: 1.2 }] }],
    ['IMPOSSIBLE_VENUES', 'venues.1.meanUnits', { venues: [LIT, { ...POOL, meanUnits: -5 }] }],
    ['IMPOSSIBLE_VENUES', 'venues.0.anyProbability', { venues: [{ ...LIT, anyProbability: 0.5 }] }],
    ['IMPOSSIBLE_VENUES', 'venues.0.dealers', { venues: [{ ...LIT, dealers: ['NORTH'] }] }],
    ['IMPOSSIBLE_VENUES', 'venues.1.widerBps', { venues: [LIT, { ...POOL, widerBps: 1 }] }],
    ['IMPOSSIBLE_VENUES', 'venues.1.leakageBps', { venues: [LIT, { ...DEALERS, leakageBps: 1 }] }],
    ['IMPOSSIBLE_VENUES', 'venues.0.dealers.1', { venues: [{ ...DEALERS, dealers: ['NORTH', 'NORTH'] }] }],
    ['IMPOSSIBLE_VENUES', 'limits.venuesMost', { limits: { venuesMost: 0 } }],
    ['IMPOSSIBLE_VENUES', 'seed', { seed: 0.5 }],
    ['NO_DEALER_KNOWN', 'venues.1.dealers', { venues: [LIT, { name: 'RFQ', kind: 'RFQ' }] }],
    ['UNKNOWN_INSTRUMENT', 'instrumentId', { instrumentId: 'OTHER' }],
  ])('answers %s at %s', async (code, field, changes) => {
    expect(await split(changes)).toMatchObject({ ok: false, error: { code, field } });
  });

  it('refuses what there is no room to compute, and keeps nothing of it', async () => {
    const full = { decideVenues: () => Promise.reject(new ComputingBusy(16)) };
    expect(await split({}, full)).toMatchObject({ ok: false, error: { code: 'TOO_MANY_WAITING' } });
    expect(await split()).toMatchObject({ ok: true });
  });

  it('refuses another request under the same key', async () => {
    await selection();
    expect(await split({ quantity: 60_000 })).toMatchObject({ error: { code: 'IDEMPOTENCY_CONFLICT' } });
  });
});
