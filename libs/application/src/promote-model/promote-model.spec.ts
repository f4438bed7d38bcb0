import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Result } from '#domain/core';
import { type ModelChange, type ModelStatus } from '#application/ports';
import { MemoryModelRegistry } from '#adapters/memory';
import { moveModel, rollBackModel, type PromoteModelFailure } from './index.js';

const entry = (name: string, version: string) => ({
  modelVersion: `${name}/${version}`,
  name,
  version,
  manifestSha256: 'a'.repeat(64),
});

describe('promoting models', () => {
  let registry: MemoryModelRegistry;
  beforeEach(async () => {
    registry = new MemoryModelRegistry();
    await registry.register([entry('metaorder', '1.0.0'), entry('pooled', '1.0.0')]);
    await registry.register([entry('metaorder', '2.0.0'), entry('metaorder', '3.0.0')]);
  });

  const move = (modelVersion: string, to: ModelStatus) => moveModel(registry, modelVersion, to, 'to see');
  const rollBack = (name = 'metaorder') => rollBackModel(registry, name, 'it costs too much');

  const told = (result: Result<readonly ModelChange[], PromoteModelFailure>): readonly string[] =>
    result.ok
      ? result.value.map(({ modelVersion, from, to, reason }) => `${modelVersion} ${from} ${to}: ${reason}`)
      : [`${result.error.code} ${result.error.field}: ${result.error.allowed}`];

  it('tells the champion that a promotion retires', async () => {
    expect(told(await move('metaorder/2.0.0', 'SHADOW'))).toEqual(['metaorder/2.0.0 CANDIDATE SHADOW: to see']);
    expect(told(await move('metaorder/2.0.0', 'CHAMPION'))).toEqual([
      'metaorder/1.0.0 CHAMPION RETIRED: metaorder/2.0.0 became champion',
      'metaorder/2.0.0 SHADOW CHAMPION: to see',
    ]);
  });

  it('tells nothing of a version that is there already', async () => {
    expect(told(await move('metaorder/1.0.0', 'CHAMPION'))).toEqual([]);
  });

  it('refuses what the lifecycle does not allow, and versions that nobody knows, with what is allowed', async () => {
    expect(told(await move('metaorder/1.0.0', 'SHADOW'))).toEqual(['MODEL_MOVE_REFUSED status: RETIRED']);
    expect(told(await move('metaorder/9.0.0', 'CHAMPION'))).toEqual([
      'UNKNOWN_MODEL modelVersion: one of: metaorder/1.0.0, metaorder/2.0.0, metaorder/3.0.0, pooled/1.0.0',
    ]);
  });

  it('rolls back to the champion before, and back again', async () => {
    await move('metaorder/2.0.0', 'CHAMPION');
    await move('metaorder/3.0.0', 'CHAMPION');
    expect(told(await rollBack())).toEqual([
      'metaorder/3.0.0 CHAMPION RETIRED: metaorder/2.0.0 became champion',
      'metaorder/2.0.0 RETIRED CHAMPION: it costs too much',
    ]);
    expect(told(await rollBack())).toEqual([
      'metaorder/2.0.0 CHAMPION RETIRED: metaorder/3.0.0 became champion',
      'metaorder/3.0.0 RETIRED CHAMPION: it costs too much',
    ]);
  });

  it('rolls back a name that has lost its champion', async () => {
    await move('metaorder/1.0.0', 'RETIRED');
    expect(told(await rollBack())).toEqual(['metaorder/1.0.0 RETIRED CHAMPION: it costs too much']);
  });

  it('rolls back nothing where there is nothing to go back to', async () => {
    expect(told(await rollBack('pooled'))).toEqual([
      'NO_EARLIER_CHAMPION name: a name whose champion took the place of another version',
    ]);
    expect(told(await rollBack('nobody'))).toEqual(['UNKNOWN_MODEL name: one of: metaorder, pooled']);
  });
});
