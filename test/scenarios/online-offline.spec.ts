import { beforeAll, describe, expect, it } from '@jest/globals';
import { nodeDigests } from '#adapters/node-crypto';
import { FEATURE_SET_V1, type FeatureSnapshot } from '#domain/features';
import { exportTrainingSet, FEATURE_PREFIX } from '#application/export-training-set';
import { DayStage, type SessionDay, type Surroundings } from '#application/play-session';
import { type TableColumn } from '#application/ports';
import { temporaryFolder } from '../factories/recordings/index.js';
import { heardLive, type Heard } from './live-path.js';
import { recordedDay, surroundingsOf, type MarketName } from './recorded-markets.js';

const base = temporaryFolder();
const SECOND_NS = 1e9;

interface Plan {
  readonly market: MarketName;
  /** Of the day that is played. */
  readonly seconds: number;
  /** Of the day: when the first publication is. Windows of the training set start on half minutes. */
  readonly fromSecond: number;
  readonly turnSeconds: number;
}

const PLANS: readonly Plan[] = [
  { market: 'LEAN', seconds: 2100, fromSecond: 34_500, turnSeconds: 60 },
  { market: 'Binance', seconds: 500, fromSecond: 36_060, turnSeconds: 20 },
  { market: 'living', seconds: 780, fromSecond: 300, turnSeconds: 30 },
];

describe.each(PLANS)('a $market day played live', ({ market, seconds, fromSecond, turnSeconds }) => {
  let day: SessionDay;
  let surroundings: Surroundings;
  let heard: readonly Heard[];

  beforeAll(async () => {
    day = await recordedDay(market, { base, seconds });
    surroundings = surroundingsOf(day);
    heard = await heardLive({ day, surroundings, fromNs: fromSecond * SECOND_NS, turnSeconds });
  });

  it('is heard at every turn, with most features of both its instruments', () => {
    expect(heard.length).toBeGreaterThan(15);
    expect(heard.map(({ timeNs }) => timeNs / SECOND_NS).slice(0, 15)).toEqual(
      Array.from({ length: 15 }, (_, i) => fromSecond + i * turnSeconds),
    );
    const last = new Map(
      heard.flatMap(({ states }) => states.map(({ features }) => [features.instrumentId, features])),
    );
    expect([...last.keys()].sort()).toEqual(day.sessions.map(({ instrumentId }) => instrumentId).sort());
    for (const { values } of last.values()) {
      expect(values.filter((value) => value !== null).length).toBeGreaterThan(values.length / 2);
    }
  });

  it('tells at every moment what a replay from the start tells of it', async () => {
    const replayed: Heard[] = [];
    for (const { timeNs, states } of heard) {
      const stage = await DayStage.open(day, surroundings);
      await stage.advance(timeNs);
      const ids = states.map(({ features }) => features.instrumentId);
      const all = new Map(stage.states().map((state) => [state.features.instrumentId, state]));
      replayed.push({ timeNs, states: ids.map((id) => all.get(id)!) });
      await stage.close();
    }
    expect(heard).toEqual(replayed);
  });

  it('tells at every arrival of the training set the features of its row', async () => {
    const rows = await exportedFeatures(day, surroundings);
    const published = heard.flatMap(({ timeNs, states }) =>
      states.map(({ features }): readonly [string, FeatureSnapshot['values']] => [
        arrivalKey(features.instrumentId, day.origin + BigInt(timeNs)),
        features.values,
      ]),
    );
    const compared = published.filter(([arrival]) => rows.has(arrival));
    expect(compared.length).toBeGreaterThan(10);
    expect(compared).toEqual(compared.map(([arrival]) => [arrival, rows.get(arrival)]));
  });
});

const arrivalKey = (instrumentId: string, at: bigint): string => `${instrumentId} ${at}`;

/** The market's features of every row of the training set, by instrument and arrival. */
const exportedFeatures = async (
  day: SessionDay,
  surroundings: Surroundings,
): Promise<ReadonlyMap<string, FeatureSnapshot['values']>> => {
  const tables: (readonly TableColumn[])[] = [];
  const exported = await exportTrainingSet(
    { sessions: day.sessions, surroundings, seed: 1 },
    {
      store: {
        writeRows: (_, columns) => {
          tables.push(columns);
          return Promise.resolve();
        },
        writeText: () => Promise.resolve(),
        finish: () => Promise.resolve(),
        discard: () => Promise.resolve(),
      },
      digests: nodeDigests,
      observer: { working: () => undefined, wrote: () => undefined, refused: () => undefined },
      quarantined: () => new Map(),
      setAside: () => undefined,
    },
  );
  if (!exported.ok) throw new Error(exported.error.message);
  return new Map(tables.flatMap(vectorsOf));
};

const vectorsOf = (columns: readonly TableColumn[]): readonly (readonly [string, FeatureSnapshot['values']])[] => {
  const column = (name: string) => columns.find((one) => one.name === name)!.values;
  const features = FEATURE_SET_V1.definitions.map(
    ({ name }) => column(`${FEATURE_PREFIX}${name}`) as ArrayLike<number>,
  );
  const [ids, starts] = [column('instrumentId'), column('startNs')];
  return Array.from({ length: ids.length }, (_, row) => [
    arrivalKey(ids[row] as string, starts[row] as bigint),
    features.map((values) => (Number.isNaN(values[row]) ? null : values[row]!)),
  ]);
};
