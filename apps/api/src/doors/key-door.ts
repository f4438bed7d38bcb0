import { GraphQLError } from 'graphql';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { type ApiKeyHolder, type ApiKeys } from '#application/ports';

export const NO_KEY = 'send a valid API key as "authorization: Bearer fp_..."';

/** Where a subscription's first message comes from is not told to who reads its key: all WebSockets are one address. */
export const WEB_SOCKETS = 'web sockets';

/**
 * Knows who presents a key. A key that is not remembered costs a transaction, more than a decision does: an address that
 * presents unknown ones is soon not looked up any more, while the keys in use pass.
 */
export class KeyDoor {
  private readonly lookups: RateLimiterMemory;

  constructor(
    private readonly apiKeys: ApiKeys,
    private readonly unknownKeysPerSecond: number,
  ) {
    this.lookups = new RateLimiterMemory({ points: unknownKeysPerSecond, duration: 1 });
  }

  /**
   * The holder of the key in an authorization header or in a subscription's first message; undefined for none. Rejects
   * with a GraphQLError of code RATE_LIMITED after too many unknown keys from this address.
   */
  async holderOf(address: string, authorization: unknown): Promise<ApiKeyHolder | undefined> {
    const key = typeof authorization === 'string' ? /^Bearer (\S+)$/i.exec(authorization)?.[1] : undefined;
    if (key === undefined) return undefined;
    const lookup = { asked: false };
    const holder = await this.apiKeys.find(key, async () => {
      await this.count(address);
      lookup.asked = true;
    });
    if (lookup.asked && holder !== undefined) await this.lookups.reward(address);
    return holder;
  }

  private async count(address: string): Promise<void> {
    await this.lookups.consume(address).catch(() => {
      throw new GraphQLError(`at most ${this.unknownKeysPerSecond} unknown keys a second from one address`, {
        extensions: { code: 'RATE_LIMITED' },
      });
    });
  }
}
