import { costBps, err, formatInstant, type Failure, type Instant, type Result, type Side } from '#domain/core';
import { midPrice } from '#domain/market-data';
import {
  openLots,
  standingQuotes,
  statusAt,
  unitsPerLot,
  type Quote,
  type RfqState,
  type RfqStatus,
} from '#domain/rfq';
import { dealerPriorsOf, DEFAULT_SCORING_SETTINGS, furtherDealers } from '#domain/scoring';
import { decidableMarket, type MarketFailure } from '#application/decidable-market';
import {
  decideEvaluateQuotes,
  forecastRequests,
  type AllQuotesExpired,
  type AwaitedDealer,
  type NoQuoteScorable,
  type RankedQuotes,
  type StandingQuote,
} from '#application/evaluate-quotes';
import {
  type DealerProfiles,
  type DeskSettings,
  type ForecastUnavailable,
  type ImpactModel,
  type InstrumentStates,
  type MarketState,
} from '#application/ports';
import { type QuoteRequestVersion } from '#application/quote-requests';

export interface RankingPorts {
  readonly dealerProfiles: DealerProfiles;
  readonly market: MarketState & InstrumentStates;
  readonly model: ImpactModel;
}

export type PackageNotRanked = Failure<'PACKAGE_NOT_RANKED'>;
export type NoQuoteStands = Failure<'NO_QUOTE_STANDS'>;
export type RankingFailure =
  MarketFailure | ForecastUnavailable | AllQuotesExpired | NoQuoteScorable | PackageNotRanked | NoQuoteStands;

/** The quotes that stand for a client on one side, ranked; or why they cannot be. */
export interface SideRanking {
  readonly side: Side;
  readonly ranking: Result<RankedQuotes, RankingFailure>;
}

/** A request as it stands at a moment. Nothing of it is recorded: the same request, market and moment give it again. */
export interface RankedRequest extends QuoteRequestVersion {
  /** Session time, ISO 8601. */
  readonly at: string;
  readonly status: RfqStatus;
  /** One for each side that the client may still trade; none once nothing is left to trade. */
  readonly rankings: readonly SideRanking[];
}

/** Ranks what stands of a request now, as `evaluateQuotes` would rank the same quotes for the lots that are still open. */
export const rankRequest = async (
  ports: RankingPorts,
  desk: DeskSettings,
  request: QuoteRequestVersion,
): Promise<RankedRequest> => {
  const now = ports.market.now();
  const status = statusAt(request.state, now);
  const sides = status === 'OPEN' && openLots(request.state) > 0 ? sidesOf(request.state) : [];
  const rankings: SideRanking[] = [];
  for (const side of sides) {
    rankings.push({ side, ranking: await rankSide(ports, desk, request, side, now) });
  }
  return { ...request, at: formatInstant(now), status, rankings };
};

const sidesOf = ({ terms, tradedSide }: RfqState): readonly Side[] => {
  if (tradedSide !== undefined) return [tradedSide];
  return terms.side === 'TWO_SIDED' ? ['BUY', 'SELL'] : [terms.side];
};

const rankSide = async (
  { market: markets, model, dealerProfiles }: RankingPorts,
  { deskId, riskAversion, scoring = DEFAULT_SCORING_SETTINGS }: DeskSettings,
  { requestId, version, state }: QuoteRequestVersion,
  side: Side,
  now: Instant,
): Promise<Result<RankedQuotes, RankingFailure>> => {
  const [leg] = state.terms.legs;
  if (leg === undefined || state.terms.legs.length > 1) return err(PACKAGE_NOT_RANKED);
  const { instrumentId } = leg;
  const market = decidableMarket(markets, instrumentId);
  if (!market.ok) return market;
  const mid = midPrice(market.value);
  const lotUnits = unitsPerLot(market.value.terms, mid) * leg.lotsPerLot;
  const quotes = standingQuotes(state, side, now, lotUnits).map((quote) => agedQuote(state, quote, side, now, mid));
  if (quotes.length === 0) return err(NO_QUOTE_STANDS);
  const { horizonSeconds } = state.terms;
  const evaluated = { instrumentId, side, quantity: openLots(state) * lotUnits, horizonSeconds };
  const features = markets.state(instrumentId)?.features ?? null;
  const asked = [...state.dealers.keys()];
  const further = furtherDealers(scoring, asked);
  const profiles = await dealerProfiles.profiles(deskId, instrumentId, [...asked, ...further], dealerPriorsOf(scoring));
  const forecasts = await model.forecast(forecastRequests(evaluated, quotes, market.value, features));
  if (!forecasts.ok) return forecasts;
  return decideEvaluateQuotes({
    rule: 3,
    decisionId: `${requestId}/${version}`,
    decidedAt: formatInstant(now),
    request: evaluated,
    quotes,
    awaited: awaitedDealers(state, now),
    secondsLeft: secondsFrom(now, state.terms.expiresAt),
    further,
    market: market.value,
    features,
    riskAversion,
    scoring,
    profiles,
    forecasts: forecasts.value,
  });
};

/** A standing quote with its age, and how the mid has moved since it was given. */
const agedQuote = (state: RfqState, quote: Quote, side: Side, now: Instant, mid: number): StandingQuote => {
  const { quotedAt = now, midAtQuote } = state.dealers.get(quote.dealer) ?? {};
  return {
    ...quote,
    ageSeconds: secondsFrom(quotedAt, now),
    midMovedBps: midAtQuote === undefined ? null : -costBps(side, midAtQuote, mid),
  };
};

const awaitedDealers = ({ dealers, openedAt }: RfqState, now: Instant): readonly AwaitedDealer[] =>
  [...dealers].flatMap(([dealer, { status }]) =>
    status === 'ASKED' ? [{ dealer, waitedSeconds: secondsFrom(openedAt, now) }] : [],
  );

const secondsFrom = (earlier: Instant, later: Instant): number => Number(later - earlier) / 1e9;

const PACKAGE_NOT_RANKED: PackageNotRanked = {
  code: 'PACKAGE_NOT_RANKED',
  message: 'a package has no fair price yet',
  allowed: 'a request of one leg',
};

const NO_QUOTE_STANDS: NoQuoteStands = {
  code: 'NO_QUOTE_STANDS',
  message: 'no quote stands on this side',
  allowed: 'a quote of a dealer who was asked',
};

/**
 * The first session time after `now` at which a request changes by itself: a quote expires, or the request does. undefined
 * when nothing will.
 */
export const nextExpiry = (state: RfqState, now: Instant): Instant | undefined => {
  const times = [...state.dealers.values()].map(({ status, quote }) =>
    status === 'QUOTED' ? quote?.validUntil : undefined,
  );
  const ahead = [...times, state.terms.expiresAt].filter((time): time is Instant => time !== undefined && time > now);
  return state.status === 'OPEN' ? ahead.reduce<Instant | undefined>(earlier, undefined) : undefined;
};

const earlier = (one: Instant | undefined, other: Instant): Instant => (one === undefined || other < one ? other : one);
