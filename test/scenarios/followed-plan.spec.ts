import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { SignalTable } from '#domain/features';
import { VOLATILITY_SURGE } from '#domain/simulation';
import {
  MemoryDecisionLog,
  MemoryDeskEvents,
  MemoryMarketState,
  MemoryOutbox,
  MemoryPlanFillStore,
} from '#adapters/memory';
import { systemClock } from '#adapters/node-clock';
import { NodeIdentifiers } from '#adapters/node-crypto';
import { ParametricModel } from '#adapters/parametric';
import { PlanFollowers, type PlanUpdate } from '#application/follow-plan';
import { planOrder } from '#application/plan-execution';
import { SessionPlayer } from '#application/play-session';
import { type InstrumentState, type MarketPublisher, type SessionTick, type WallClock } from '#application/ports';
import { replayDecision } from '#application/replay-decision';
import { computingHere } from '../factories/computing.js';
import { simulatedSession } from '../factories/simulated-session.js';

jest.setTimeout(300_000);

/** What the player waits between two publications, in wall time, and session time between them. */
const TURN_MS = 50;
const TURN_SECONDS = 10;
const DESK = 'a desk';

/** The market of the volatility surge, its day played once by hand: time goes on when everybody has had his turn. */
class Stage implements MarketPublisher, WallClock {
  readonly market = new MemoryMarketState();
  readonly heard: PlanUpdate[] = [];
  private readonly events = new MemoryDeskEvents();
  readonly ports = {
    market: this.market,
    model: new ParametricModel(),
    decisions: new MemoryDecisionLog(this.events, new MemoryOutbox()),
    planFills: new MemoryPlanFillStore(this.events),
    identifiers: new NodeIdentifiers(),
  };
  private readonly followers = new PlanFollowers({ ...this.ports, clock: systemClock }, (error) => {
    throw error;
  });
  private readonly ended = new AbortController();
  private ms = 0;
  private isFollowed = false;

  get signal(): AbortSignal {
    return this.ended.signal;
  }

  begin(tick: SessionTick, states: readonly InstrumentState[]): void {
    this.update(tick, states);
  }

  update({ sessionTime }: SessionTick, states: readonly InstrumentState[]): void {
    this.market.setNow(sessionTime);
    for (const state of states) this.market.setState(state);
  }

  nowMs(): number {
    return this.ms;
  }

  async sleep(ms: number): Promise<void> {
    if (!this.isFollowed && this.market.instruments().length > 0) await this.follow();
    this.followers.tick();
    for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
    this.ms += ms;
  }

  private async follow(): Promise<void> {
    this.isFollowed = true;
    const { task } = VOLATILITY_SURGE;
    const plan = await planOrder(this.ports, DESK, {
      instrumentId: 'SIM',
      side: task.side,
      quantity: task.quantity,
      quantityUnit: 'UNITS',
      startInSeconds: 0,
      horizonSeconds: task.horizonSeconds,
      intervals: 18,
      participationRateMax: 1,
      passiveFillShare: 0.1,
      strategy: { kind: 'TWAP' },
      idempotencyKey: 'the plan',
    });
    if (!plan.ok) throw new Error(plan.error.message);
    const feed = await this.followers.follow(DESK, plan.value.decisionId);
    if (!feed.ok) throw new Error(feed.error.message);
    void (async () => {
      for await (const update of feed.value) this.heard.push(update);
      this.ended.abort();
    })();
  }
}

interface Played {
  readonly stage: Stage;
  readonly heard: readonly PlanUpdate[];
}

const playedThrough = async (seed: number): Promise<Played> => {
  const { market, task } = VOLATILITY_SURGE;
  const stage = new Stage();
  const player = SessionPlayer.of(
    {
      sessions: [simulatedSession(market, seed)],
      overrides: new Map([['SIM', { averageDailyVolume: 2e6 }]]),
      signals: new SignalTable([]),
      speed: (TURN_SECONDS * 1_000) / TURN_MS,
      warmUpSeconds: task.startSeconds,
    },
    {
      publisher: stage,
      clock: stage,
      observer: { preparing: () => undefined, playing: () => undefined, setAside: () => undefined },
    },
  );
  if (!player.ok) throw new Error(player.error.message);
  const played = await player.value.play(stage.signal);
  if (!played.ok) throw new Error(played.error.message);
  return { stage, heard: stage.heard };
};

/** Ids are given anew with every playing. */
const withoutIds = (heard: readonly PlanUpdate[]): readonly object[] =>
  heard.map((update) => ({ ...update, planId: '', decisionId: '' }));

/** The day before the announcement began to show, which is at two hours. */
const QUIET_SECONDS = 3_600;
const EVENT_SECONDS = VOLATILITY_SURGE.eventSeconds;

describe('a plan that is followed through a volatility surge', () => {
  let played: Played;
  beforeAll(async () => {
    played = await playedThrough(1);
  });

  const within = (from: number, to: number): readonly PlanUpdate[] =>
    played.heard.filter(({ elapsedSeconds }) => elapsedSeconds >= from && elapsedSeconds < to);

  it('is told slice by slice while the market is quiet', () => {
    const quiet = within(0, QUIET_SECONDS);
    expect(quiet.map(({ slice }) => slice?.fromSeconds)).toEqual([0, 600, 1_200, 1_800, 2_400, 3_000]);
    for (const { regime, triggers, revision } of quiet) expect([regime, triggers, revision]).toEqual(['CALM', [], 0]);
  });

  it('grows tense and then stressed on the way to the announcement, takes nothing in it, and comes back', () => {
    const regimes = played.heard.map(({ regime }) => regime);
    const changes = regimes.filter((regime, i) => regime !== undefined && regime !== regimes[i - 1]);
    expect(changes).toEqual(['CALM', 'TENSE', 'STRESSED', 'TENSE', 'CALM']);
    const around = within(EVENT_SECONDS - 600, EVENT_SECONDS + 600);
    expect(around.length).toBeGreaterThan(0);
    for (const { regime, advice, reason } of around) {
      expect([regime, advice!.takeQuantity]).toEqual(['STRESSED', 0]);
      expect(reason).toMatch(/nothing is taken until it comes back/);
    }
    expect(within(EVENT_SECONDS, EVENT_SECONDS + 600).some(({ triggers }) => triggers.includes('VOLATILITY'))).toBe(
      true,
    );
  });

  it('is planned anew with each regime, of what is left, to the end; each of it replays', async () => {
    const revisions = played.heard.filter(({ revision }, i) => revision !== played.heard[i - 1]?.revision);
    expect(revisions.map(({ revision }) => revision)).toEqual([0, 1, 2, 3, 4]);
    for (const { decisionId, doneQuantity, slices } of revisions) {
      expect(doneQuantity + slices.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(500_000);
      const replay = await replayDecision({ ...played.stage.ports, computing: computingHere }, DESK, decisionId);
      expect(replay).toMatchObject({ ok: true, value: { byteEqual: true, modelCheck: 'MATCHES' } });
    }
    expect(played.heard.at(-1)).toMatchObject({ phase: 'COMPLETED', doneQuantity: 500_000, leftQuantity: 0 });
  });

  it('is told the same when the day is played again', async () => {
    const again = await playedThrough(1);
    expect(withoutIds(again.heard)).toEqual(withoutIds(played.heard));
  });
});
