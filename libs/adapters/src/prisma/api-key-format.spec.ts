import { describe, expect, it } from '@jest/globals';
import { ROLES } from '#application/ports';
import { hashOf, newApiKey, prefixOf } from './api-key-format.js';

describe('API key', () => {
  it.each(ROLES)('a new %s key names its role and prefix and is unlike any other', (role) => {
    const key = newApiKey(role);
    expect(key).toMatch(new RegExp(`^fp_${role}_[a-z0-9]{8}_[A-Za-z0-9_-]{43}$`));
    expect(prefixOf(key)).toBe(key.slice(`fp_${role}_`.length).slice(0, 8));
    expect(newApiKey(role)).not.toBe(key);
    expect(hashOf(key)).toHaveLength(32);
  });

  it.each([
    ['', 'nothing'],
    ['fp_trader_abcdefgh_short', 'a short secret'],
    [`fp_owner_abcdefgh_${'a'.repeat(43)}`, 'an unknown role'],
    [`fp_trader_ABCDEFGH_${'a'.repeat(43)}`, 'an upper-case prefix'],
    [`fp_trader_abcdefgh_${'a'.repeat(44)}`, 'a long secret'],
    [`fp_trader_abcdefgh_${'a'.repeat(42)}=`, 'a padded secret'],
    [`fp_trader_abcdefgh_${'a'.repeat(43)}\n`, 'a line break'],
    [`fp_trader_abcdefg'_${'a'.repeat(43)}`, 'a quote'],
  ])('%j is no key: %s', (text) => {
    expect(prefixOf(text)).toBeUndefined();
  });
});
