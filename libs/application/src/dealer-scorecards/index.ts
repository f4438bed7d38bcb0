import { DealerScorecards, sizeClassEnds, type DealerScorecard } from '#domain/scoring';
import { type WallClock } from '#application/ports';
import { dealersOf, type DeskHistories } from '#application/request-history';

/** Rows after which others have their turn. */
const SLICE = 100;

export interface DealerScorecardsAnswer {
  /** Requests that the scorecards rest on: of the desk's last 10,000 those that are asked for. */
  readonly requests: number;
  /** By name. */
  readonly scorecards: readonly DealerScorecard[];
}

export interface DealerScorecardsPorts {
  readonly deskHistories: DeskHistories;
  readonly clock: WallClock;
}

/** What a desk's own requests say of the dealers it asked, in one instrument or in all; of the 100 asked most often. */
export const dealerScorecards = async (
  { deskHistories, clock }: DealerScorecardsPorts,
  deskId: string,
  instrumentId: string | undefined,
): Promise<DealerScorecardsAnswer> => {
  const history = await deskHistories.current(deskId);
  const requests = history.requests.filter((row) => instrumentId === undefined || row.instrumentId === instrumentId);
  const cards = new DealerScorecards(dealersOf(requests), sizeClassEnds(requests));
  for (const [i, row] of requests.entries()) {
    if (i % SLICE === SLICE - 1) await clock.sleep(0);
    cards.add(row);
  }
  return { requests: requests.length, scorecards: cards.scorecards() };
};
