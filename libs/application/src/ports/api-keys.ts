export const ROLES = ['trader', 'dealer', 'quant', 'specialist', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** Who presents a key. */
export interface ApiKeyHolder {
  readonly keyId: string;
  readonly deskId: string;
  readonly deskName: string;
  readonly role: Role;
}

export interface ApiKeys {
  /**
   * The holder of a key as presented by a client; undefined when it is malformed, unknown or revoked. `beforeAsking` is
   * awaited before the store is asked for a key that nobody knew lately; when it rejects, the store is not asked.
   */
  find(presentedKey: string, beforeAsking?: () => Promise<void>): Promise<ApiKeyHolder | undefined>;
}
