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
  /** The holder of a key as presented by a client; undefined when it is malformed, unknown or revoked. */
  find(presentedKey: string): Promise<ApiKeyHolder | undefined>;
}
