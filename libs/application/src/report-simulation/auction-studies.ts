import {
  cheapestOf,
  hitRateStudy,
  lastLookStudy,
  panelSizeStudy,
  type HitRate,
  type LastLookCost,
  type PanelSize,
} from '#domain/simulation';

/** Auctions among the dealers of the reference beside their closed forms. */
export interface AuctionStudies {
  readonly requests: number;
  readonly hitRates: readonly HitRate[];
  /** Best of N without leakage. */
  readonly bestOf: readonly PanelSize[];
  /** Cost by the number of dealers asked, at each leakage. */
  readonly panels: readonly PanelStudy[];
  readonly lastLooks: readonly LastLookCost[];
}

interface PanelStudy {
  readonly leakageBps: number;
  readonly sizes: readonly PanelSize[];
  /** The cheapest number of dealers. */
  readonly cheapest: { readonly simulated: number; readonly formula: number };
}

const COMPETITORS = [1, 3, 9];
const QUOTES = { meanBps: 5, quoteSdBps: 2 };
const BEST_OF_MOST = 10;
/** Leakage in bps, and how many dealers are looked at. */
const PANELS = [
  [0.2, 9],
  [0.5, 6],
  [1, 5],
] as const;
const LAST_LOOKS = [
  { holdSeconds: 0.5, thresholdBps: 0.5 },
  { holdSeconds: 2, thresholdBps: 1 },
];

/** Runs all of them; every study draws from the seed alone. */
export const auctionStudies = (
  seed: number,
  requests: number,
  observer: (done: number, of: number) => void,
): AuctionStudies => {
  let done = 0;
  const told = <T>(result: T): T => {
    done += 1;
    observer(done, COMPETITORS.length + 1 + PANELS.length + LAST_LOOKS.length);
    return result;
  };
  return {
    requests,
    hitRates: COMPETITORS.flatMap((competitors) => told(hitRateStudy(seed, competitors, requests))),
    bestOf: told(panelSizeStudy(seed, { ...QUOTES, leakageBps: 0 }, BEST_OF_MOST, requests)),
    panels: PANELS.map(([leakageBps, dealersMost]) => {
      const cost = { ...QUOTES, leakageBps };
      const sizes = told(panelSizeStudy(seed, cost, dealersMost, requests));
      return { leakageBps, sizes, cheapest: cheapestOf(sizes, cost) };
    }),
    lastLooks: LAST_LOOKS.map((lastLook) => told(lastLookStudy(seed, lastLook, requests))),
  };
};
