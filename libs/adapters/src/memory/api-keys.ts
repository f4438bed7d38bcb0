import { type ApiKeyHolder, type ApiKeys } from '#application/ports';

/** Keys given at construction. */
export class MemoryApiKeys implements ApiKeys {
  constructor(private readonly holders: Readonly<Record<string, ApiKeyHolder>>) {}

  find(presentedKey: string): Promise<ApiKeyHolder | undefined> {
    return Promise.resolve(Object.hasOwn(this.holders, presentedKey) ? this.holders[presentedKey] : undefined);
  }
}
