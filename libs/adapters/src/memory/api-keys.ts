import { type ApiKeyHolder, type ApiKeys } from '#application/ports';

/** Keys given at construction, all of them remembered. */
export class MemoryApiKeys implements ApiKeys {
  constructor(private readonly holders: Readonly<Record<string, ApiKeyHolder>>) {}

  async find(presentedKey: string, beforeAsking?: () => Promise<void>): Promise<ApiKeyHolder | undefined> {
    if (Object.hasOwn(this.holders, presentedKey)) return this.holders[presentedKey];
    await beforeAsking?.();
    return undefined;
  }
}
