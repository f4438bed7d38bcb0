import { describe, expect, it } from '@jest/globals';
import { type ModelEntry, type ModelRegistry, type ModelStatus } from '#application/ports';

const entry = (name: string, version: string): ModelEntry => ({
  modelVersion: `${name}/${version}`,
  name,
  version,
  manifestSha256: 'a'.repeat(64),
});

const OLD = entry('metaorder', '1.9.0');
const NEW = entry('metaorder', '1.10.0');
const POOLED = entry('metaorder-pooled', '1.0.0');

/** What every ModelRegistry keeps. `open` gives an empty one. */
export const modelRegistryContract = (name: string, open: () => Promise<ModelRegistry>): void => {
  const statuses = async (registry: ModelRegistry): Promise<Readonly<Record<string, ModelStatus>>> =>
    Object.fromEntries((await registry.list()).map(({ modelVersion, status }) => [modelVersion, status]));

  const opened = async (...models: readonly ModelEntry[]): Promise<ModelRegistry> => {
    const registry = await open();
    expect(await registry.register(models)).toEqual({ ok: true, value: undefined });
    return registry;
  };

  describe(`${name} keeps the ModelRegistry contract`, () => {
    it('makes the latest version of each name champion on the first start, and whatever comes later a candidate', async () => {
      const registry = await opened(NEW, OLD, POOLED);
      expect((await registry.list()).map(({ modelVersion, status }) => [modelVersion, status])).toEqual([
        ['metaorder/1.9.0', 'CANDIDATE'],
        ['metaorder/1.10.0', 'CHAMPION'],
        ['metaorder-pooled/1.0.0', 'CHAMPION'],
      ]);
      await registry.register([NEW, entry('metaorder', '2.0.0'), entry('own', '1.0.0')]);
      expect(await statuses(registry)).toMatchObject({
        'metaorder/1.10.0': 'CHAMPION',
        'metaorder/2.0.0': 'CANDIDATE',
        'own/1.0.0': 'CANDIDATE',
      });
    });

    it('is the same however many processes register at once', async () => {
      const registry = await open();
      const results = await Promise.all([1, 2, 3, 4].map(() => registry.register([OLD, NEW])));
      expect(results.every(({ ok }) => ok)).toBe(true);
      expect(await statuses(registry)).toEqual({ 'metaorder/1.9.0': 'CANDIDATE', 'metaorder/1.10.0': 'CHAMPION' });
      expect(await registry.history('metaorder', 10)).toHaveLength(2);
    });

    it('refuses another manifest under a version that is taken, and then registers none', async () => {
      const registry = await opened(OLD);
      const refused = await registry.register([POOLED, { ...OLD, manifestSha256: 'b'.repeat(64) }]);
      expect(refused).toMatchObject({
        ok: false,
        error: {
          code: 'MODEL_VERSION_CONFLICT',
          message: 'model metaorder/1.9.0 is registered with another manifest (aaaaaaaaaaaa)',
        },
      });
      expect(await statuses(registry)).toEqual({ 'metaorder/1.9.0': 'CHAMPION' });
    });

    it('has one champion per name, through promotion and rollback', async () => {
      const registry = await opened(OLD, NEW, POOLED);
      expect(await registry.move(OLD.modelVersion, 'CHAMPION', 'rollback')).toMatchObject({
        ok: true,
        value: { ...OLD, status: 'CHAMPION' },
      });
      expect(await statuses(registry)).toEqual({
        'metaorder/1.9.0': 'CHAMPION',
        'metaorder/1.10.0': 'RETIRED',
        'metaorder-pooled/1.0.0': 'CHAMPION',
      });
      await registry.move(NEW.modelVersion, 'CHAMPION', 'forward again');
      expect(await statuses(registry)).toMatchObject({ 'metaorder/1.9.0': 'RETIRED', 'metaorder/1.10.0': 'CHAMPION' });
      expect(
        (await registry.history('metaorder', 3)).map(({ modelVersion, from, to }) => [modelVersion, from, to]),
      ).toEqual([
        ['metaorder/1.10.0', 'RETIRED', 'CHAMPION'],
        ['metaorder/1.9.0', 'CHAMPION', 'RETIRED'],
        ['metaorder/1.9.0', 'CANDIDATE', 'CHAMPION'],
      ]);
    });

    it('keeps one champion when two promotions race', async () => {
      const registry = await opened(entry('m', '1'), entry('m', '2'), entry('m', '3'));
      await Promise.all(['m/1', 'm/2'].map((version) => registry.move(version, 'CHAMPION', 'race')));
      const champions = Object.values(await statuses(registry)).filter((status) => status === 'CHAMPION');
      expect(champions).toHaveLength(1);
    });

    it('tells later moves by higher numbers, and a move to where it is by none', async () => {
      const registry = await opened(OLD, NEW);
      const before = (await registry.list())[0]!;
      const shadow = await registry.move(OLD.modelVersion, 'SHADOW', 'to see');
      expect(shadow.ok && shadow.value.statusChange).toBeGreaterThan(before.statusChange);
      expect(await registry.move(OLD.modelVersion, 'SHADOW', 'again')).toEqual(shadow);
    });

    it('refuses what the lifecycle does not allow, and what it does not know', async () => {
      const registry = await opened(OLD);
      expect(await registry.move(OLD.modelVersion, 'SHADOW', '')).toMatchObject({
        ok: false,
        error: { code: 'MODEL_MOVE_REFUSED', allowed: 'RETIRED' },
      });
      expect(await registry.move('metaorder/9.9.9', 'CHAMPION', '')).toMatchObject({
        ok: false,
        error: { code: 'UNKNOWN_MODEL' },
      });
      expect(await statuses(registry)).toEqual({ 'metaorder/1.9.0': 'CHAMPION' });
    });
  });
};
