import { type MarketSession } from '#domain/market-data';
import { type CsvSource } from '../csv-source.js';
import { type Quarantine } from '../quarantine.js';
import { RecordingError } from '../recording-error.js';
import { type RecordingFormat } from '../recording-format.js';
import { binanceSession } from './binance-session.js';
import { lastSecondOf, surveyRecording, type BinanceFile } from './survey.js';

const SECONDS_PER_DAY = 86_400;

/** The start of a line: a time in us or ns, a space, and a message with its type, or an update of the book without one. */
const LINE = /^\d{16}(?:\d{3})? \{.*"(?:e|u|lastUpdateId)" ?:/;

/** Binance: raw messages of the websocket streams of one symbol, each after the time at which it came. */
export const BINANCE: RecordingFormat<CsvSource> = {
  files: 'Binance websocket recordings (receive time, space, JSON)',
  recognise: (source, { lines }) => (lines.some((line) => LINE.test(line)) ? source : undefined),
  open: async (sources, quarantine) => {
    const files = await Promise.all(sources.map(async (source) => ({ source, survey: await surveyRecording(source) })));
    files.forEach(refuseOtherMarkets);
    files.sort((a, b) => a.survey.firstSecond - b.survey.firstSecond);
    const sessions: MarketSession[] = [];
    for (const group of byInstrumentAndDays(files)) sessions.push(await openGroup(group, quarantine));
    return sessions;
  },
};

const openGroup = async (files: Group, quarantine: Quarantine): Promise<MarketSession> => {
  const last = files.at(-1)!;
  return binanceSession({ files, lastSecond: await lastSecondOf(last.source, last.survey.firstSecond) }, quarantine);
};

/** Contracts that expire and those margined in coins have an underscore in their symbol. */
const refuseOtherMarkets = ({ source, survey: { symbol } }: BinanceFile): void => {
  if (!symbol.includes('_')) return;
  throw new RecordingError(
    'UNKNOWN_FORMAT',
    source.path,
    `it is of ${symbol}; of Binance spot pairs and USD-margined perpetuals can be played, which have no "_" in their symbol`,
  );
};

type Group = [BinanceFile, ...BinanceFile[]];

/** Files of one instrument and of the same or consecutive UTC days are one session. `files` are in order of time. */
const byInstrumentAndDays = (files: readonly BinanceFile[]): readonly Group[] => {
  const groups: Group[] = [];
  for (const file of files) {
    const group = groups.find((known) => followsOn(file, known.at(-1)!));
    if (group === undefined) groups.push([file]);
    else group.push(file);
  }
  return groups;
};

const followsOn = (file: BinanceFile, before: BinanceFile): boolean =>
  file.survey.symbol === before.survey.symbol &&
  file.survey.market === before.survey.market &&
  dayNumber(file) - dayNumber(before) <= 1;

const dayNumber = ({ survey }: BinanceFile): number => Math.floor(survey.firstSecond / SECONDS_PER_DAY);
