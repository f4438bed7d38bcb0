import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { archiveSession, MARKET_ARCHIVE } from '#adapters/parquet';
import { openSessions, Quarantine } from '#adapters/recordings';
import { DayStage, type SessionDay } from '#application/play-session';
import { type InstrumentState } from '#application/ports';
import { temporaryFolder } from '../factories/recordings/index.js';
import { dayOf, MARKETS, recordedDay, surroundingsOf } from './recorded-markets.js';

const base = temporaryFolder();
const SECOND_NS = 1e9;
const LOOK_SECONDS = 20;

describe('a day that was archived and is played from the archive', () => {
  it.each(MARKETS)('has bit by bit the features of its recording: %s', async (market) => {
    const recorded = await recordedDay(market, { base, seconds: 400 });
    const folder = join(base, `archive-${market}`);
    for (const session of recorded.sessions) await archiveSession(folder, market, session, 1000);
    const archive = await openSessions([folder], new Quarantine(), [MARKET_ARCHIVE]);
    if (!archive.ok) throw archive.error;
    expect(await statesOf(dayOf(archive.value))).toEqual(await statesOf(recorded));
  });
});

/** What is told of a day's instruments, every so often and at the end; without auctions, which an archive of events does not hold. */
const statesOf = async (day: SessionDay): Promise<readonly (readonly Omit<InstrumentState, 'auctions'>[])[]> => {
  const stage = await DayStage.open(day, surroundingsOf(day));
  const states: (readonly Omit<InstrumentState, 'auctions'>[])[] = [];
  let untilNs = Math.floor(stage.nextNs);
  let advance = 'REACHED';
  while (advance === 'REACHED') {
    untilNs += LOOK_SECONDS * SECOND_NS;
    advance = await stage.advance(untilNs);
    states.push(stage.states().map(({ auctions: _, ...rest }) => rest));
  }
  return states;
};
