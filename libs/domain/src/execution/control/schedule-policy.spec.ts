import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { twapSchedule } from '../schedules/twap.js';
import { schedulePolicy, type Placement, type PostingTerms } from './schedule-policy.js';
import { type Observation, type Request } from './policy.js';

const QUANTITY = 10_000;
const DECISIONS = 10;
const BLOCKS = { venue: 1, share: 0.3, leastUnits: 1000 };

const seen = (decision: number, change: Partial<Observation> = {}): Observation => ({
  decision,
  decisions: DECISIONS,
  elapsedSeconds: 60 * decision,
  leftSeconds: 60 * (DECISIONS - decision),
  side: 'SELL',
  quantity: QUANTITY,
  filled: 0,
  filledElsewhere: 0,
  resting: [],
  arrivalMidTicks: 20_000,
  bidTicks: 19_995,
  askTicks: 20_005,
  bidUnits: 2000,
  askUnits: 2000,
  tops: [],
  marketVolume: 0,
  othersVolume: 0,
  ...change,
});

const policy = (placement: Placement, terms?: PostingTerms) => {
  const twap = twapSchedule(QUANTITY, DECISIONS);
  if (!twap.ok) throw new Error(twap.error.message);
  return schedulePolicy(twap.value, placement, terms)();
};

const ask = (units: number): Request => ({ kind: 'LIMIT', venue: 0, units, priceTicks: 20_005 });
const block = (units: number): Request => ({
  kind: 'LIMIT',
  venue: 1,
  units,
  priceTicks: 19_995,
  leastUnits: BLOCKS.leastUnits,
});

describe('schedulePolicy', () => {
  it.each<[string, Placement, PostingTerms | undefined, readonly Request[]]>([
    ['takes what is due', 'TAKE', undefined, [{ kind: 'MARKET', units: 3000 }]],
    ['posts what is due', 'POST', undefined, [ask(3000)]],
    ['shows no more than it may', 'POST', { shownUnitsMax: 800 }, [ask(800)]],
    ['offers a share of what is left where blocks meet', 'POST', { blocks: BLOCKS }, [ask(3000), block(3000)]],
    ['offers it beside what it takes, too', 'TAKE', { blocks: BLOCKS }, [{ kind: 'MARKET', units: 3000 }, block(3000)]],
  ])('%s', (_, placement, terms, expected) => {
    const worked = policy(placement, terms);
    worked.act(seen(0));
    worked.act(seen(1));
    expect(worked.act(seen(2))).toEqual(expected);
  });

  it('offers no block that is smaller than the smallest execution', () => {
    expect(policy('POST', { blocks: BLOCKS }).act(seen(0, { filled: 8000 }))).toEqual([]);
  });

  it('leaves what waits at either venue in its place while it fits', () => {
    const resting = [
      { venue: 0, orderId: 1, priceTicks: 20_005, units: 500 },
      { venue: 1, orderId: 2, priceTicks: 19_995, units: 2500 },
    ];
    const requests = policy('POST', { blocks: BLOCKS }).act(seen(0, { resting }));
    expect(requests).toEqual([ask(500), { ...block(500), leastUnits: 500 }]);
  });

  it('never asks for more than is left', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<Placement>('TAKE', 'POST'),
        fc.array(fc.integer({ min: 0, max: 3000 }), { minLength: DECISIONS, maxLength: DECISIONS }),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        (placement, fills, share) => {
          const worked = policy(placement, { shownUnitsMax: 2500, blocks: { ...BLOCKS, share } });
          let filled = 0;
          fills.forEach((units, decision) => {
            filled = Math.min(QUANTITY, filled + units);
            const asked = worked
              .act(seen(decision, { filled }))
              .reduce((sum, request) => (request.kind === 'CANCEL' ? sum : sum + request.units), 0);
            expect(asked).toBeLessThanOrEqual(QUANTITY - filled);
          });
        },
      ),
    );
  });
});
