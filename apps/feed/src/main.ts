import { pino, type Logger } from 'pino';
import { type MarketSession } from '#domain/market-data';
import { type DealtBlock } from '#application/ports';
import { SessionPlayer, WARM_UP_SECONDS, type PlayObserver, type PlayPlan } from '#application/play-session';
import { ConfigError, feedConfig, type FeedConfig } from '#adapters/config';
import { InstrumentFileError, readInstrumentFile } from '#adapters/instrument-file';
import { FeedServer } from '#adapters/market-feed';
import { systemClock } from '#adapters/node-clock';
import { ParquetError, readSignalTable } from '#adapters/parquet';
import { Quarantine, RecordingError } from '#adapters/recordings';
import { openMarket } from './open-market.js';
import { logQuarantine, observePlaying } from './play-log.js';
import { recordFeatures, type FeatureRecording } from './record-features.js';
import { UnusableInput } from './unusable-input.js';

/** Starting again cannot help: what was configured is wrong. */
const MISCONFIGURED = 2;

const run = async (config: FeedConfig, log: Logger): Promise<void> => {
  const quarantine = new Quarantine(logQuarantine(log));
  const sessions = await openMarket(config, quarantine);
  const overrides = await readInstrumentFile(config.instrumentsFile);
  for (const instrumentId of unplayed(overrides.keys(), sessions)) {
    log.warn({ instrumentId }, 'the instrument table names an instrument that is in no session');
  }
  const signals = await readSignalTable(config.signalsFile, logQuarantine(log));
  const plan: PlayPlan = { sessions, overrides, signals, speed: config.speed, warmUpSeconds: WARM_UP_SECONDS };

  const server = new FeedServer(
    () => ({
      ...player.status(),
      programme: [...new Set(sessions.map(({ source }) => source.name))],
      quarantined: Object.fromEntries(quarantine.countsByReason()),
    }),
    (block) => {
      hedgeIn(sessions, block, log);
    },
  );
  const recording = config.featureArchive === undefined ? undefined : recordFeatures(config.featureArchive, log);
  const player = playerOf(plan, server, observePlaying(log, quarantine), recording);
  const port = await server.listen(config.host, config.port);
  log.info({ host: config.host, port, speed: config.speed }, 'listening');

  const stopping = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      log.info({ signal }, 'stopping');
      stopping.abort();
    });
  }
  const end = await player.play(stopping.signal);
  await recording?.stop();
  await server.close();
  if (!end.ok) throw new UnusableInput(end.error.message);
};

/** A block is hedged in the session of its instrument, if that has its dealer. */
const hedgeIn = (sessions: readonly MarketSession[], { instrumentId, ...block }: DealtBlock, log: Logger): void => {
  const session = sessions.find((one) => one.instrumentId === instrumentId && one.tradeOutside !== undefined);
  try {
    session?.tradeOutside?.(block);
  } catch (err) {
    log.warn({ err, instrumentId }, 'a block is not hedged');
  }
};

const playerOf = (
  plan: PlayPlan,
  publisher: FeedServer,
  observer: PlayObserver,
  recording?: FeatureRecording,
): SessionPlayer => {
  const player = SessionPlayer.of(plan, {
    publisher,
    clock: systemClock,
    observer,
    ...(recording !== undefined && { recorder: recording.recorder }),
  });
  if (!player.ok) throw new UnusableInput(player.error.message);
  return player.value;
};

const unplayed = (instrumentIds: Iterable<string>, sessions: readonly MarketSession[]): readonly string[] =>
  [...instrumentIds].filter((wanted) => !sessions.some(({ instrumentId }) => instrumentId === wanted));

/** One line for a fault that the operator can mend; everything of a fault that is ours. */
const report = (error: unknown): void => {
  if (isUnusable(error) || isPortTaken(error)) console.error(`feed: ${error.message}`);
  else console.error(error);
};

const UNUSABLE = [ConfigError, InstrumentFileError, ParquetError, RecordingError, UnusableInput];

const isUnusable = (error: unknown): error is Error => UNUSABLE.some((one) => error instanceof one);

const isPortTaken = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';

try {
  const config = feedConfig();
  await run(config, pino({ name: 'feed', level: config.logLevel }));
  process.exit(0);
} catch (error) {
  report(error);
  process.exit(isUnusable(error) ? MISCONFIGURED : 1);
}
