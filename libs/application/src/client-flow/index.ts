import { TRADES_MIN, type ClientTierName, type Gated, type LearnedClient } from '#domain/quoting';
import { type Estimate } from '#domain/microstructure';
import { hitsOfClient, learnedName } from '#application/learn-quoting-models';
import { type LearnedModelsStore, type LearnedVersion } from '#application/ports';

/** Those with the most trades: a list that people read. */
const CLIENTS_MAX = 200;

/** A figure about a client, or how far it is from being one. */
export interface ClientFigure {
  /** Trades with a known markout behind it. */
  readonly count: number;
  /** Absent while there are fewer than `countMin`. */
  readonly estimate?: Estimate;
  readonly countMin: number;
}

/** What a desk has learned of a client, and how it therefore treats him. */
export interface ClientFlow {
  readonly client: string;
  readonly tier: ClientTierName;
  /** The segment of the hit model that he is quoted by; null while none is fitted. */
  readonly hitSegment: string | null;
  /** Outcomes of that segment. */
  readonly hitOutcomes: number;
  /** Share of his trades that were informed, 0 to 1. */
  readonly informedProbability: ClientFigure;
  /** Expected move of the mid against the desk after a trade with him, bps of the mid at the trade. */
  readonly adverseMoveBps: ClientFigure;
  /** The same at the further horizons that the desk told, rising. */
  readonly adverseMoves: readonly HorizonFigure[];
}

export interface HorizonFigure {
  /** After the trade. */
  readonly seconds: number;
  readonly figure: ClientFigure;
}

export interface ClientFlowView {
  /** null: nothing was learned yet, and every client is quoted by the stated priors. */
  readonly modelVersion: string | null;
  /** That it was learned from. */
  readonly outcomes: number;
  /** Those with the most trades first, by name where as many. */
  readonly clients: readonly ClientFlow[];
}

/** The clients of a desk as the version that quotes them now sees them. */
export const clientFlow = async (
  learned: Pick<LearnedModelsStore, 'latest'>,
  deskId: string,
): Promise<ClientFlowView> => {
  const version = await learned.latest(deskId);
  if (version === undefined) return { modelVersion: null, outcomes: 0, clients: [] };
  const known = Object.entries(version.models.clients).sort(byTrades).slice(0, CLIENTS_MAX);
  return {
    modelVersion: learnedName(version),
    outcomes: version.models.outcomes,
    clients: known.map(([client, of]) => flowOf(version, client, of)),
  };
};

const flowOf = (version: LearnedVersion, client: string, known: LearnedClient): ClientFlow => {
  const fitted = hitsOfClient(version, client);
  return {
    client,
    tier: known.tier,
    hitSegment: fitted?.segment ?? null,
    hitOutcomes: fitted?.hits.outcomes ?? 0,
    informedProbability: figure(known.informedProbability),
    adverseMoveBps: figure(known.adverseMoveBps),
    adverseMoves: (known.adverseMoves ?? []).map(({ seconds, adverseMoveBps }) => ({
      seconds,
      figure: figure(adverseMoveBps),
    })),
  };
};

const figure = (gated: Gated<Estimate>): ClientFigure =>
  gated.kind === 'KNOWN'
    ? { count: gated.n, countMin: TRADES_MIN, estimate: gated.value }
    : { count: gated.n, countMin: gated.nMin };

const byTrades = ([a, one]: readonly [string, LearnedClient], [b, other]: readonly [string, LearnedClient]): number =>
  other.trades - one.trades || (a < b ? -1 : 1);
