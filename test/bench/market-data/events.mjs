import { BID, EventBatch, EventKind } from '#domain/market-data';
import { figure } from '../figures.mjs';
import { BareLadder, boundsOf, playBare } from './bare-ladder.mjs';
import { BinaryEvents } from './binary-events.mjs';
import { playBinary } from './market-path.mjs';
import { readPart, tellFigures } from './part.mjs';
import { openSession, realRecordings } from './recordings.mjs';
import { interleaved, ratios } from './rounds.mjs';
import { syntheticTape } from './synthetic-tape.mjs';

const GOAL = 0.1;
const EVENTS_MAX = 500_000;
/** A short tape is played several times in a round: compiling is done once and should not weigh more on it. */
const EVENTS_MIN = 500_000;
const QUIET_FROM_SECONDS = 2_000;

const { quick } = readPart();

/** All that a session tells, or its first part, as binary events. */
const recordedTape = async (paths) => {
  const session = await openSession(paths);
  const parts = [];
  let count = 0;
  for await (const batch of session.events()) {
    const part = BinaryEvents.of([batch]);
    parts.push(part.bytes);
    count += part.count;
    if (count >= EVENTS_MAX) break;
  }
  return { events: new BinaryEvents(Buffer.concat(parts)), session };
};

const measure = (name, { events, session }, goal) => {
  const ladder = new BareLadder(boundsOf(events, session.tickUnits));
  const repeats = Math.ceil(EVENTS_MIN / events.count);
  const played = events.count * repeats;
  let lastPath;
  const { bare, path } = interleaved(
    {
      bare: () => {
        for (let i = 0; i < repeats; i += 1) playBare(events, ladder);
      },
      path: () => {
        for (let i = 0; i < repeats; i += 1) lastPath = playBinary(events, session);
      },
    },
    quick ? 5 : 21,
    () => {
      ladder.clear();
    },
  );
  const { rows } = lastPath.observed.tracker.quality();
  if (rows.taken !== events.count) throw new Error(`${name}: ${rows.taken} of ${events.count} events were taken`);
  const perEvent = (timesMs) => timesMs.map((ms) => (ms * 1e6) / played);
  return [
    figure(`events.${name}.ratio`, 'ratio', ratios(bare, path), { goal, better: 'higher' }),
    figure(
      `events.${name}.perSecond`,
      'M/s',
      path.map((ms) => played / ms / 1000),
      { better: 'higher' },
    ),
    figure(`events.${name}.ns`, 'ns/event', perEvent(path), { better: 'lower' }),
    figure(`events.${name}.bareNs`, 'ns/event', perEvent(bare), { better: 'lower' }),
  ];
};

/** What a second of session time costs when nearly nothing happens in it: sums move on and the vector is read. */
const secondCost = () => {
  const tape = syntheticTape(1, QUIET_FROM_SECONDS);
  const path = playBinary(tape.events, { ...tape.session, closeNs: Infinity });
  const seconds = quick ? 5_000 : 20_000;
  const { view } = path.observed.tracker;
  const batch = new EventBatch(1);
  let second = QUIET_FROM_SECONDS;
  const { quiet } = interleaved(
    {
      quiet: () => {
        for (const end = second + seconds; second < end; second += 1) {
          batch.clear();
          const row = batch.append(EventKind.LEVEL, second * 1e9, 0, view.bidPrice, 1 + (second % 2));
          batch.side[row] = BID;
          path.apply(batch);
        }
      },
    },
    quick ? 5 : 15,
  );
  const us = quiet.map((ms) => (ms * 1000) / seconds);
  return figure('events.secondUs', 'us/second', us, { better: 'lower' });
};

const figures = [];
figures.push(...measure('single', syntheticTape(20, quick ? 1_000 : 3_000), GOAL));
const binance = realRecordings('binance/usdm_btcusdt_20240718.gz');
if (binance !== undefined) figures.push(...measure('binance', await recordedTape(binance), GOAL));
const amzn = realRecordings('lobster/LOBSTER_SampleFile_AMZN_2012-06-21_5.zip');
if (amzn !== undefined) figures.push(...measure('amzn', await recordedTape(amzn), null));
figures.push(secondCost());
figures.push(figure('events.peakRssMiB', 'MiB', [process.resourceUsage().maxRSS / 1024], { better: 'lower' }));
tellFigures(figures);
