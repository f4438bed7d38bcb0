import { describe, expect, it } from '@jest/globals';
import { NodeIdentifiers } from './index.js';

describe('NodeIdentifiers', () => {
  const identifiers = new NodeIdentifiers();

  it('makes UUIDs of version 7, all different, in the order of time', () => {
    const before = Date.now();
    const ids = Array.from({ length: 2_000 }, () => identifiers.newId());
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    const madeAt = Number.parseInt(ids[0]!.replace('-', '').slice(0, 12), 16);
    expect(madeAt).toBeGreaterThanOrEqual(before);
    expect(madeAt).toBeLessThanOrEqual(Date.now());
  });

  it('digests with SHA-256', () => {
    expect(identifiers.digest('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});
