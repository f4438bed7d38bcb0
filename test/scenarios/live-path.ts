import { FeedClient, FeedServer } from '#adapters/market-feed';
import { type SessionTimeNs } from '#domain/market-data';
import { offsetNs, SessionPlayer, type SessionDay, type Surroundings } from '#application/play-session';
import { type InstrumentState, type MarketPublisher, type SessionTick, type WallClock } from '#application/ports';
import { eventually } from '../contracts/eventually.js';

const LOCALHOST = '127.0.0.1';
/** What the player waits between two publications, in wall time. */
const TURN_MS = 50;
const NS_PER_SECOND = 1e9;

/** What a reader of the feed knew of the instruments that a publication was about. */
export interface Heard {
  /** Time of the day of the publication. */
  readonly timeNs: SessionTimeNs;
  readonly states: readonly InstrumentState[];
}

interface LivePlan {
  readonly day: SessionDay;
  readonly surroundings: Surroundings;
  /** Time of the day of the first publication. */
  readonly fromNs: SessionTimeNs;
  /** Session time from one publication to the next. */
  readonly turnSeconds: number;
}

/**
 * Plays a day as `npm start` does: player, feed server, WebSocket, client. Returns all publications of one pass, each as the
 * client had it. Wall time passes by hand, and only when the client has heard all that was said.
 */
export const heardLive = async ({ day, surroundings, fromNs, turnSeconds }: LivePlan): Promise<readonly Heard[]> => {
  const server = new FeedServer(() => {
    throw new Error('nobody asks for the status');
  });
  const client = new FeedClient(`ws://${LOCALHOST}:${await server.listen(LOCALHOST, 0)}`, {
    connected: () => undefined,
    disconnected: () => undefined,
    badMessage: (bad) => {
      throw new Error(JSON.stringify(bad));
    },
  });
  client.start();
  const listener = new Listener(day, server, client);
  try {
    const player = SessionPlayer.of(
      {
        sessions: day.sessions,
        ...surroundings,
        speed: (turnSeconds * 1000) / TURN_MS,
        warmUpSeconds: (fromNs - (await firstNs(day))) / NS_PER_SECOND,
      },
      {
        publisher: listener,
        clock: listener,
        observer: { preparing: () => undefined, playing: () => undefined, setAside: () => undefined },
      },
    );
    if (!player.ok) throw new Error(player.error.message);
    const played = await player.value.play(listener.signal);
    if (!played.ok) throw new Error(played.error.message);
  } finally {
    client.stop();
    await server.close();
  }
  return listener.heard;
};

/** From when on the player warms up: the open, or the first event where that is later. */
const firstNs = async (day: SessionDay): Promise<SessionTimeNs> => {
  const firsts = await Promise.all(
    day.sessions.map(async (session) => {
      for await (const batch of session.events()) {
        if (batch.length > 0) return offsetNs(day, session) + batch.decisionNs[0]!;
      }
      return Infinity;
    }),
  );
  return Math.max(day.openNs, Math.min(...firsts));
};

/** Passes on what is published, and lets time go on when the client has heard it. Ends the playing with the first pass. */
class Listener implements MarketPublisher, WallClock {
  readonly heard: Heard[] = [];
  private readonly passed = new AbortController();
  private ms = 0;
  private said: { readonly tick: SessionTick; readonly states: readonly InstrumentState[] } | undefined;

  constructor(
    private readonly day: SessionDay,
    private readonly server: FeedServer,
    private readonly client: FeedClient,
  ) {}

  get signal(): AbortSignal {
    return this.passed.signal;
  }

  begin(tick: SessionTick, states: readonly InstrumentState[]): void {
    if (tick.lap > 0) {
      this.passed.abort();
      return;
    }
    this.said = { tick, states };
    this.server.begin(tick, states);
  }

  update(tick: SessionTick, states: readonly InstrumentState[]): void {
    this.said = { tick, states };
    this.server.update(tick, states);
  }

  nowMs(): number {
    return this.ms;
  }

  async sleep(ms: number): Promise<void> {
    await this.hear();
    this.ms += ms;
  }

  private async hear(): Promise<void> {
    if (this.said === undefined) return;
    const { tick, states } = this.said;
    this.said = undefined;
    const ids = states.map(({ market }) => market.terms.instrumentId);
    await eventually('the client has heard', () =>
      states.every(({ features }) => this.client.state(features.instrumentId)?.features.asOf === features.asOf),
    );
    const timeNs = Number(tick.sessionTime - this.day.origin);
    this.heard.push({ timeNs, states: ids.map((id) => this.client.state(id)!) });
  }
}
