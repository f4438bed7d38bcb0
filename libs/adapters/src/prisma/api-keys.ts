import { timingSafeEqual } from 'node:crypto';
import { type ApiKeyHolder, type ApiKeys } from '#application/ports';
import { hashOf, prefixOf } from './api-key-format.js';
import { type Database } from './database.js';
import { ExpiringCache } from './expiring-cache.js';
import { UnderWay } from './under-way.js';

/** A revoked key works for at most this long, and a request costs no query. */
const REMEMBERED_MS = 30_000;
const REMEMBERED_KEYS_MAX = 10_000;
/** A key that was good is asked for again as one that is remembered. */
const WELL_KNOWN_MS = 86_400_000;

export class PrismaApiKeys implements ApiKeys {
  private readonly holders: ExpiringCache<ApiKeyHolder>;
  private readonly wellKnown: ExpiringCache<true>;
  private readonly underWay = new UnderWay<ApiKeyHolder | undefined>();

  constructor(
    private readonly database: Database,
    nowMs: () => number = Date.now,
  ) {
    this.holders = new ExpiringCache({ lifetimeMs: REMEMBERED_MS, entriesMax: REMEMBERED_KEYS_MAX, nowMs });
    this.wellKnown = new ExpiringCache({ lifetimeMs: WELL_KNOWN_MS, entriesMax: REMEMBERED_KEYS_MAX, nowMs });
  }

  async find(presentedKey: string, beforeAsking?: () => Promise<void>): Promise<ApiKeyHolder | undefined> {
    const prefix = prefixOf(presentedKey);
    if (prefix === undefined) return undefined;
    const hash = hashOf(presentedKey);
    // By hash, so that the memory of this process holds no key.
    const name = Buffer.from(hash).toString('base64');
    const known = this.holders.get(name);
    if (known !== undefined) return known;
    // Who presents the same key meanwhile waits for the same answer: the first requests after a start are no thousand keys.
    return this.underWay.look(name, () => this.ask(name, prefix, hash, beforeAsking));
  }

  private async ask(
    name: string,
    prefix: string,
    hash: Uint8Array,
    beforeAsking: (() => Promise<void>) | undefined,
  ): Promise<ApiKeyHolder | undefined> {
    if (this.wellKnown.get(name) === undefined) await beforeAsking?.();
    const holder = await this.look(prefix, hash);
    if (holder === undefined) {
      this.wellKnown.delete(name);
    } else {
      this.holders.set(name, holder);
      this.wellKnown.set(name, true);
    }
    return holder;
  }

  private async look(prefix: string, hash: Uint8Array): Promise<ApiKeyHolder | undefined> {
    const key = await this.database.forPresentedKey(prefix, ({ apiKey }) => apiKey.findUnique({ where: { prefix } }));
    if (key === null || !timingSafeEqual(key.keyHash, hash) || key.revokedAt !== null) return undefined;
    const { deskId, role } = key;
    const desk = await this.database.forDesk(deskId, (transaction) =>
      transaction.desk.findUniqueOrThrow({ where: { id: deskId } }),
    );
    return { keyId: key.id, deskId, deskName: desk.name, role };
  }
}
