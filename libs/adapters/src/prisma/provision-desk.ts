import { type Role } from '#application/ports';
import { hashOf, prefixOf } from './api-key-format.js';
import { type Database } from './database.js';

export interface NewDesk {
  readonly id: string;
  readonly name: string;
  readonly keys: readonly { readonly role: Role; readonly key: string }[];
}

/** Makes a desk and its keys where they are missing; needs the owner of the tables. Throws on a key without its form. */
export const provisionDesk = (database: Database, { id, name, keys }: NewDesk): Promise<void> =>
  database.forDesk(id, async ({ desk, apiKey }) => {
    await desk.upsert({ where: { id }, create: { id, name }, update: {} });
    for (const { role, key } of keys) {
      const prefix = prefixOf(key);
      if (prefix === undefined) throw new Error(`the ${role} key of desk ${id} has not the form of a key`);
      await apiKey.upsert({
        where: { prefix },
        create: { deskId: id, role, prefix, keyHash: hashOf(key) },
        update: {},
      });
    }
  });
