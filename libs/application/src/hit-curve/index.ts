import { BPS, formatInstant, ok, type Result } from '#domain/core';
import { midPrice } from '#domain/market-data';
import { type HitEvidence } from '#domain/quoting';
import { HitCurve, hitBand, HitModel, type FittedParameter } from '#domain/rfq';
import { decidableMarket, type MarketFailure } from '#application/decidable-market';
import { hitsOfClient, learnedName } from '#application/learn-quoting-models';
import {
  type InstrumentStates,
  type LearnedModelsStore,
  type LearnedVersion,
  type MarketState,
} from '#application/ports';
import { STATED_PRIORS } from '#application/stated-priors';

/** Who would ask for what. */
export interface TraceHitCurveCommand {
  readonly instrumentId: string;
  readonly client?: string;
  /** Dealers asked beside this one; absent: as many as usual. */
  readonly competitors?: number;
}

export interface HitCurvePoint {
  /** Of the price over the mid, in the client's sign. */
  readonly markupBps: number;
  /** The same in the unit of the hit model, which is the usual half-spread here. */
  readonly reducedSpread: number;
  readonly hitProbability: number;
  /** The 95 % interval; null where the model is a stated prior. */
  readonly low: number | null;
  readonly high: number | null;
}

/** P(done) by price, for a picture: of a block that costs a dealer no more than the usual half-spread. */
export interface HitCurveView {
  readonly at: string;
  readonly instrumentId: string;
  /** What the model was fitted on; `all` for the priors. */
  readonly segment: string;
  readonly modelVersion: string;
  /** Outcomes behind it. */
  readonly outcomes: number;
  /** Outcomes that are known and left out, since their prices are in half-spreads: of quotes before rule 4. */
  readonly outcomesInHalfSpreads: number;
  readonly competitors: number;
  readonly usualHalfSpreadBps: number;
  /** What was counted; null: nothing was, or the version is of before it was kept. */
  readonly evidence: HitEvidence | null;
  /** What of the model is prior and what was learned; none where it is a stated prior. */
  readonly parameters: readonly FittedParameter[];
  readonly points: readonly HitCurvePoint[];
}

export interface TraceHitCurvePorts {
  readonly market: MarketState & InstrumentStates;
  readonly learned: Pick<LearnedModelsStore, 'latest'>;
}

/** From half a usual half-spread below the mid to four above it. */
const REDUCED_SPREADS = Array.from({ length: 46 }, (_, i) => (i - 5) / 10);

/** The hit model that quotes a client now, along prices of the usual size at the usual volatility. */
export const traceHitCurve = async (
  ports: TraceHitCurvePorts,
  deskId: string,
  { instrumentId, client, competitors }: TraceHitCurveCommand,
): Promise<Result<HitCurveView, MarketFailure>> => {
  const decidable = decidableMarket(ports.market, instrumentId);
  if (!decidable.ok) return decidable;
  const market = decidable.value;
  const usualHalfSpreadBps = Math.max(market.averageSpreadBps, (market.terms.tickSize / midPrice(market)) * BPS) / 2;
  const version = await ports.learned.latest(deskId);
  const curve = curveOf(version === undefined ? null : fittedFor(version, client), competitors);
  return ok({
    at: formatInstant(ports.market.now()),
    instrumentId,
    ...curve,
    outcomesInHalfSpreads: version === undefined ? 0 : inHalfSpreads(version),
    usualHalfSpreadBps,
    points: curve.points.map((point) => ({ ...point, markupBps: point.reducedSpread * usualHalfSpreadBps })),
  });
};

const inHalfSpreads = ({ models }: LearnedVersion): number =>
  models.format === 1 ? models.outcomes : (models.outcomesInHalfSpreads ?? 0);

const fittedFor = (version: LearnedVersion, client: string | undefined) => {
  const fitted = hitsOfClient(version, client);
  return fitted === null ? null : { ...fitted, version: learnedName(version) };
};

const curveOf = (fitted: ReturnType<typeof fittedFor>, asked: number | undefined) => {
  if (fitted === null) {
    const { segment, version, parameters, usualCompetitors, outcomes } = STATED_PRIORS.hits;
    const competitors = asked ?? usualCompetitors;
    const prior = new HitCurve(new HitModel(parameters), competitors);
    const points = REDUCED_SPREADS.map((d) => ({
      reducedSpread: d,
      hitProbability: prior.hit(d),
      low: null,
      high: null,
    }));
    return { segment, modelVersion: version, outcomes, competitors, evidence: null, parameters: [], points };
  }
  const { segment, version, hits } = fitted;
  const competitors = asked ?? hits.usualCompetitors;
  const points = hitBand(hits, competitors, REDUCED_SPREADS).map(({ hit, ...point }) => ({
    ...point,
    hitProbability: hit,
  }));
  const { outcomes, evidence = null, fitted: learned } = hits;
  return { segment, modelVersion: version, outcomes, competitors, evidence, parameters: learned, points };
};
