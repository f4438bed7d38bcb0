import { describe, expect, it } from '@jest/globals';
import { type FeatureSetRegistry, type RegisteredFeatureSet } from '#application/ports';

const V1: RegisteredFeatureSet = { version: 'v1', hash: 'a'.repeat(64), definitions: '[{"name":"spreadBps"}]' };
const V2: RegisteredFeatureSet = { version: 'v2', hash: 'b'.repeat(64), definitions: '[]' };

/** What every FeatureSetRegistry keeps. `open` gives an empty one. */
export const featureSetRegistryContract = (name: string, open: () => Promise<FeatureSetRegistry>): void => {
  describe(`${name} keeps the FeatureSetRegistry contract`, () => {
    it('keeps what a version means, however often and by whomever it is registered', async () => {
      const registry = await open();
      expect(await registry.list()).toEqual([]);
      const results = await Promise.all([V2, V1, V1, V1].map((set) => registry.register(set)));
      expect(results.every(({ ok }) => ok)).toBe(true);
      expect(await registry.list()).toEqual([V1, V2]);
    });

    it('refuses another meaning under a version that is taken', async () => {
      const registry = await open();
      await registry.register(V1);
      const refused = await registry.register({ ...V1, definitions: '[{"name":"spreadTicks"}]', hash: 'c'.repeat(64) });
      expect(refused).toMatchObject({
        ok: false,
        error: {
          code: 'FEATURE_SET_CONFLICT',
          message: 'feature set v1 is registered with other definitions (aaaaaaaaaaaa)',
        },
      });
      expect(await registry.list()).toEqual([V1]);
    });
  });
};
