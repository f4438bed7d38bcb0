import { OTHER_CLIENTS, type Gated, type LearnedClient, type LearnedHits } from '#domain/quoting';
import { type Estimate } from '#domain/microstructure';
import {
  type LearnedModelsStore,
  type LearnedVersion,
  type QuotedSegment,
  type QuotingModels,
  type QuotingModelsView,
  type ServedClient,
  type ServedHitModel,
  type WallClock,
} from '#application/ports';
import { STATED_PRIORS } from '#application/stated-priors';

/** A version serves at the latest so long after it was learned. */
const FRESH_MS = 5_000;

/** The views of one version, one object per client. */
interface ServingDesk {
  readonly upTo: number | undefined;
  readonly version: LearnedVersion | undefined;
  readonly views: Map<string | undefined, QuotingModelsView>;
  readonly loadedMs: number;
}

/**
 * What was learned, in the place of the stated priors wherever there is enough of it: the hit model of the client's segment, of all
 * where he has none; his tier, adverse move and informed share once his trades pass their gates. The first quote of a desk waits for
 * the store; later ones are answered from memory, and a version is looked for behind them. Where that fails the version before goes on.
 */
export class LearnedQuotingModels implements QuotingModels {
  private readonly desks = new Map<string, ServingDesk>();
  private readonly loading = new Map<string, Promise<ServingDesk>>();

  constructor(
    private readonly learned: Pick<LearnedModelsStore, 'latest'>,
    private readonly clock: Pick<WallClock, 'nowMs'>,
    private readonly onError: (error: unknown) => void,
  ) {}

  async serving(deskId: string, { client }: QuotedSegment): Promise<QuotingModelsView> {
    const kept = this.desks.get(deskId);
    if (kept === undefined) return viewFor(await this.load(deskId), client);
    if (this.clock.nowMs() - kept.loadedMs >= FRESH_MS) this.load(deskId).catch(this.onError);
    return viewFor(kept, client);
  }

  /** One look at a time, whoever asks. */
  private load(deskId: string): Promise<ServingDesk> {
    const underway = this.loading.get(deskId);
    if (underway !== undefined) return underway;
    const load = this.look(deskId).finally(() => this.loading.delete(deskId));
    this.loading.set(deskId, load);
    return load;
  }

  private async look(deskId: string): Promise<ServingDesk> {
    const loadedMs = this.clock.nowMs();
    const version = await this.learned.latest(deskId);
    const kept = this.desks.get(deskId);
    const isSame = kept !== undefined && kept.upTo === version?.upTo;
    const views = isSame ? kept.views : new Map<string | undefined, QuotingModelsView>();
    const desk = { upTo: version?.upTo, version, views, loadedMs };
    this.desks.set(deskId, desk);
    return desk;
  }
}

const viewFor = ({ version, views }: ServingDesk, client: string | undefined): QuotingModelsView => {
  if (version === undefined) return STATED_PRIORS;
  const known = views.get(client);
  if (known !== undefined) return known;
  const view = viewOf(version, client);
  // Clients who were never seen have one view together, so that made-up names fill no memory.
  const isSeen = client === undefined || Object.hasOwn(version.models.clients, client);
  if (isSeen) views.set(client, view);
  return isSeen ? view : viewFor({ version, views, upTo: version.upTo, loadedMs: 0 }, undefined);
};

const viewOf = (version: LearnedVersion, client: string | undefined): QuotingModelsView => ({
  hits: servedHits(version, client),
  client: servedClient(version, client),
  flow: STATED_PRIORS.flow,
});

/** The fitted model that a client is quoted by, and of which segment it is; null: none could be fitted, or it is in another unit. */
export const hitsOfClient = (
  { models }: LearnedVersion,
  client: string | undefined,
): { readonly segment: string; readonly hits: LearnedHits } | null => {
  if (models.format === 1) return null;
  const own = client !== undefined && Object.hasOwn(models.segments, client) ? client : OTHER_CLIENTS;
  const hits = models.segments[own] ?? models.pooled;
  return hits === null ? null : { segment: own === OTHER_CLIENTS ? 'others' : `client:${own}`, hits };
};

const servedHits = (version: LearnedVersion, client: string | undefined): ServedHitModel => {
  const fitted = hitsOfClient(version, client);
  if (fitted === null) return STATED_PRIORS.hits;
  const { parameters, usualCompetitors, outcomes } = fitted.hits;
  return { version: learnedName(version), segment: fitted.segment, parameters, usualCompetitors, outcomes };
};

/** As quotes name the version that they rest on. */
export const learnedName = ({ upTo }: LearnedVersion): string => `learned-${upTo}`;

/** The half-spread stays the population's: fitted reduced spreads rest on it, and what sets clients apart is in their hit model. */
const servedClient = (version: LearnedVersion, client: string | undefined): ServedClient => {
  const prior = STATED_PRIORS.client;
  const { models } = version;
  const known: LearnedClient | undefined =
    client !== undefined && Object.hasOwn(models.clients, client) ? models.clients[client] : undefined;
  if (known === undefined) return prior;
  return {
    version: learnedName(version),
    tier: known.tier,
    halfSpreadRatio: prior.halfSpreadRatio,
    adverseMoveBps: gated(known.adverseMoveBps, prior.adverseMoveBps),
    informedProbability: gated(known.informedProbability, prior.informedProbability),
    trades: known.trades,
  };
};

const gated = (value: Gated<Estimate>, prior: Estimate): Estimate => (value.kind === 'KNOWN' ? value.value : prior);
