import { DEFAULT_QUOTING_POLICY, parseQuotingPolicy, type QuotingPolicy } from '#domain/quoting';
import { parseScoringSettings } from '#domain/scoring';
import { type DeskSettings, type DeskSettingsStore } from '#application/ports';
import { type Database } from './database.js';
import { type Desk } from './generated/client.js';
import { ExpiringCache } from './expiring-cache.js';
import { UnderWay } from './under-way.js';

/** A change takes effect within this time, and a decision costs no query. */
const REMEMBERED_MS = 30_000;
const REMEMBERED_DESKS_MAX = 10_000;

export class PrismaDeskSettings implements DeskSettingsStore {
  private readonly settings: ExpiringCache<DeskSettings>;
  private readonly underWay = new UnderWay<DeskSettings | undefined>();

  constructor(
    private readonly database: Database,
    nowMs: () => number = Date.now,
  ) {
    this.settings = new ExpiringCache({ lifetimeMs: REMEMBERED_MS, entriesMax: REMEMBERED_DESKS_MAX, nowMs });
  }

  async find(deskId: string): Promise<DeskSettings | undefined> {
    // Thousands subscribe at once when a desk's settings have just been forgotten: that is one look, not thousands.
    return this.settings.get(deskId) ?? this.underWay.look(deskId, () => this.read(deskId));
  }

  private async read(deskId: string): Promise<DeskSettings | undefined> {
    const desk = await this.database.forDesk(deskId, (transaction) =>
      transaction.desk.findUnique({ where: { id: deskId } }),
    );
    if (desk === null) return undefined;
    const settings = {
      deskId,
      name: desk.name,
      riskAversion: desk.riskAversion.toNumber(),
      ...scoringOf(desk),
      quoting: quotingOf(desk),
    };
    this.settings.set(deskId, settings);
    return settings;
  }
}

/** Throws where what is kept cannot be meant: no decision is better than one by settings that nobody stated. */
const scoringOf = ({ id, scoring }: Pick<Desk, 'id' | 'scoring'>): Pick<DeskSettings, 'scoring'> => {
  if (scoring === null) return {};
  const parsed = parseScoringSettings(scoring);
  if (parsed.ok) return { scoring: parsed.value };
  throw new Error(`desk ${id}: ${parsed.error.message}; allowed: ${parsed.error.allowed}`);
};

const quotingOf = ({
  id,
  quotingPolicy,
  minSpreadBps,
}: Pick<Desk, 'id' | 'quotingPolicy' | 'minSpreadBps'>): QuotingPolicy => {
  const guardrails = { ...DEFAULT_QUOTING_POLICY.guardrails, minSpreadBps: minSpreadBps.toNumber() };
  const parsed = parseQuotingPolicy(quotingPolicy ?? {}, { ...DEFAULT_QUOTING_POLICY, guardrails });
  if (parsed.ok) return parsed.value;
  throw new Error(`desk ${id}: ${parsed.error.message}; allowed: ${parsed.error.allowed}`);
};
