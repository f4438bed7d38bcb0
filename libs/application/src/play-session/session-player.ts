import { err, ok, type Failure, type Result } from '#domain/core';
import { type MarketSession, type QuarantinedRow, type SessionTimeNs } from '#domain/market-data';
import { type FeatureRecorder, type MarketPublisher, type SessionTick, type WallClock } from '#application/ports';
import { DayStage } from './day-stage.js';
import { type Advance } from './merged-events.js';
import { type Surroundings } from './observed-instrument.js';
import { sessionDays, type SessionDay, type UnplayableSessions } from './session-days.js';

/** What to play, and how. */
export interface PlayPlan extends Surroundings {
  readonly sessions: readonly MarketSession[];
  /** Session seconds per wall second. */
  readonly speed: number;
  /** Session time that is read before the market is shown, so that its spread and volatility are known by then. */
  readonly warmUpSeconds: number;
}

export interface PlayPorts {
  readonly publisher: MarketPublisher;
  readonly clock: WallClock;
  readonly observer: PlayObserver;
  /** Where the features are kept; absent, they are not. */
  readonly recorder?: FeatureRecorder;
}

/** One playing of one day. */
export interface Pass {
  readonly day: SessionDay;
  /** Which of the lap's days it is, 0 the first. */
  readonly index: number;
  /** How often all days have been played before. */
  readonly lap: number;
}

/** Hears how the playing goes. */
export interface PlayObserver {
  /** A day is being read up to where it is shown; `share` of that is done, in [0, 1]. */
  preparing(pass: Pass, share: number): void;
  /** A day is shown from now on. */
  playing(pass: Pass): void;
  /** A row could be read and was not believed (QUARANTINE in `VERDICTS`); a day that is played again says it again. */
  setAside(row: QuarantinedRow): void;
}

export interface PlayerStatus {
  readonly state: 'PREPARING' | 'PLAYING';
  /** Since the start, over all days and laps. */
  readonly eventsApplied: number;
  /** How far the books are behind the session's clock, in milliseconds of wall time. */
  readonly lagMs: number;
}

export type EmptySession = Failure<'EMPTY_SESSION'>;

/** Enough for the trailing five minutes that realised volatility is taken over. */
export const WARM_UP_SECONDS = 300;

/** Two publications are at least this far apart, in wall time. */
const TURN_MS = 50;
/** Whoever reads the market is told the time at least this often. */
const HEARTBEAT_MS = 250;
/** Where the machine stood still or is too slow for the speed, at most this much wall time is caught up; the rest is lost. */
const MAX_CATCH_UP_MS = 1_000;
/** Events applied before other work gets its turn: a few milliseconds. */
const SLICE_EVENTS = 4_000;
const NS_PER_MS = 1e6;
const NS_PER_SECOND = 1e9;

/**
 * Plays recorded or generated sessions as a living market: all instruments of a day together, day after day, and from
 * the start again when the last one is over. Session time runs at `speed` times wall time; every turn publishes the
 * latest state of each instrument that changed.
 *
 * Each day begins with fresh trackers, is read as fast as possible to the warm-up time after its open (or after its
 * first event, if that is later), and ends at its close or with its last event. A day too short to warm up is shown
 * from its first event.
 */
export class SessionPlayer {
  private state: PlayerStatus['state'] = 'PREPARING';
  private eventsApplied = 0;
  private lagMs = 0;
  private lastTick: SessionTick | undefined;
  private publishedAtMs = -Infinity;

  private constructor(
    private readonly plan: PlayPlan,
    private readonly days: readonly SessionDay[],
    private readonly ports: PlayPorts,
  ) {}

  static of(plan: PlayPlan, ports: PlayPorts): Result<SessionPlayer, UnplayableSessions> {
    const days = sessionDays(plan.sessions);
    return days.ok ? ok(new SessionPlayer(plan, days.value, ports)) : days;
  }

  status(): PlayerStatus {
    return { state: this.state, eventsApplied: this.eventsApplied, lagMs: this.lagMs };
  }

  /** Plays until aborted. Fails when a day holds no event; rejects when a session cannot be read any further. */
  async play(signal: AbortSignal): Promise<Result<void, EmptySession>> {
    for (const pass of this.passes()) {
      if (signal.aborted) break;
      const played = await this.playDay(pass, signal);
      if (!played.ok) return played;
    }
    return ok(undefined);
  }

  private *passes(): Generator<Pass, void> {
    for (let lap = 0; ; lap += 1) {
      for (const [index, day] of this.days.entries()) yield { day, index, lap };
    }
  }

  private async playDay(pass: Pass, signal: AbortSignal): Promise<Result<void, EmptySession>> {
    this.state = 'PREPARING';
    const stage = await this.prepare(pass, signal);
    if (stage === undefined) return err(emptySession(pass.day));
    try {
      if (!signal.aborted) await this.show(stage, pass, signal);
    } finally {
      await stage.close();
    }
    return ok(undefined);
  }

  /** The day, read up to where it is shown; undefined when it holds no event. */
  private async prepare(pass: Pass, signal: AbortSignal): Promise<DayStage | undefined> {
    const { day } = pass;
    const warm = await this.open(day);
    const firstNs = warm.nextNs;
    if (firstNs === Infinity) return undefined;
    const warmNs = Math.max(day.openNs, firstNs) + this.plan.warmUpSeconds * NS_PER_SECOND;
    if (warmNs < day.closeNs && (await this.fastForward(warm, warmNs, pass, signal))) return warm;
    await warm.close();
    const cold = await this.open(day);
    await this.advance(cold, firstNs);
    return cold;
  }

  private async open(day: SessionDay): Promise<DayStage> {
    const { observer, recorder } = this.ports;
    const stage = await DayStage.open(day, this.plan, recorder);
    for (const { tracker } of stage.instruments) {
      tracker.quarantineTo((row) => {
        observer.setAside(row);
      });
    }
    return stage;
  }

  /** Applies what comes until `untilNs`, without waiting; false when the day is over before. */
  private async fastForward(
    stage: DayStage,
    untilNs: SessionTimeNs,
    pass: Pass,
    signal: AbortSignal,
  ): Promise<boolean> {
    const fromNs = stage.nextNs;
    for (;;) {
      const advance = await this.advance(stage, untilNs);
      if (advance !== 'PAUSED' || signal.aborted) return advance !== 'ENDED';
      this.ports.observer.preparing(pass, (stage.timeNs - fromNs) / (untilNs - fromNs));
      this.standStill();
      await this.ports.clock.sleep(0);
    }
  }

  private async show(stage: DayStage, pass: Pass, signal: AbortSignal): Promise<void> {
    const { clock, observer } = this.ports;
    const { speed } = this.plan;
    // A recording of nothing but after hours has no close to end at.
    const endNs = stage.timeNs < pass.day.closeNs ? pass.day.closeNs : Infinity;
    this.state = 'PLAYING';
    this.begin(stage, pass);
    observer.playing(pass);
    let turnAtMs = clock.nowMs();
    let dueNs = stage.timeNs;
    let advance: Advance = 'REACHED';
    while (advance !== 'ENDED' && stage.timeNs < endNs) {
      await clock.sleep(advance === 'PAUSED' ? 0 : TURN_MS);
      if (signal.aborted) return;
      const elapsedMs = clock.nowMs() - turnAtMs;
      turnAtMs += elapsedMs;
      dueNs = Math.min(
        dueNs + elapsedMs * speed * NS_PER_MS,
        stage.timeNs + MAX_CATCH_UP_MS * speed * NS_PER_MS,
        endNs,
      );
      advance = await this.advance(stage, dueNs);
      this.lagMs = (dueNs - stage.timeNs) / (speed * NS_PER_MS);
      if (advance !== 'PAUSED' || this.sincePublishedMs() >= TURN_MS) this.update(stage, pass);
    }
  }

  private async advance(stage: DayStage, untilNs: SessionTimeNs): Promise<Advance> {
    const before = stage.eventsApplied;
    const advance = await stage.advance(untilNs, SLICE_EVENTS);
    this.eventsApplied += stage.eventsApplied - before;
    return advance;
  }

  private begin(stage: DayStage, pass: Pass): void {
    this.ports.publisher.begin(this.tick(stage, pass), stage.states());
  }

  private update(stage: DayStage, pass: Pass): void {
    const changed = stage.changedStates();
    if (changed.length === 0 && this.sincePublishedMs() < HEARTBEAT_MS) return;
    this.ports.publisher.update(this.tick(stage, pass), changed);
  }

  /** Between two days the last market stays as it is, its clock stopped. */
  private standStill(): void {
    if (this.lastTick === undefined || this.sincePublishedMs() < HEARTBEAT_MS) return;
    this.publishedAtMs = this.ports.clock.nowMs();
    this.ports.publisher.update({ ...this.lastTick, speed: 0 }, []);
  }

  private tick(stage: DayStage, { day, index, lap }: Pass): SessionTick {
    this.publishedAtMs = this.ports.clock.nowMs();
    const sessionTime = day.origin + BigInt(Math.floor(stage.timeNs));
    this.lastTick = { lap, day: index, sessionTime, speed: this.plan.speed };
    return this.lastTick;
  }

  private sincePublishedMs(): number {
    return this.ports.clock.nowMs() - this.publishedAtMs;
  }
}

const emptySession = (day: SessionDay): EmptySession => ({
  code: 'EMPTY_SESSION',
  message: `${day.sessions.map(({ source }) => source.name).join(', ')}: no event could be read`,
  allowed: 'a session with at least one event',
});
