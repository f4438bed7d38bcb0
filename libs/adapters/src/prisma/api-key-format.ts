import { createHash, randomBytes } from 'node:crypto';
import { ROLES, type Role } from '#application/ports';

/** `fp_<role>_<prefix>_<secret>`: the prefix finds the row, the secret is 256 random bits in base64url. */
const KEY = new RegExp(`^fp_(?:${ROLES.join('|')})_([a-z0-9]{8})_[A-Za-z0-9_-]{43}$`);

const PREFIX_ALPHABET = 'abcdefghijklmnopqrstuvwxyz012345';

export const newApiKey = (role: Role): string => {
  const prefix = Array.from(randomBytes(8), (byte) => PREFIX_ALPHABET[byte & 31]).join('');
  return `fp_${role}_${prefix}_${randomBytes(32).toString('base64url')}`;
};

/** undefined when the text has not the form of a key. */
export const prefixOf = (key: string): string | undefined => KEY.exec(key)?.[1];

/** What is stored of a key. A plain hash suffices: 256 random bits cannot be guessed. */
export const hashOf = (key: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(createHash('sha256').update(key).digest());
