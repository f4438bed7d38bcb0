import { err, ok, type Failure, type Result } from '#domain/core';
import {
  unknownModel,
  type ModelChange,
  type ModelMoveRefused,
  type ModelRegistry,
  type ModelStatus,
  type RegisteredModel,
  type UnknownModel,
} from '#application/ports';

/** A name of which no version was champion before the one that is. */
export type NoEarlierChampion = Failure<'NO_EARLIER_CHAMPION'>;

export type PromoteModelFailure = UnknownModel | ModelMoveRefused | NoEarlierChampion;

/** Changes of one name that are looked through for its champions. */
const HISTORY = 1_000;

/**
 * Moves a version as the registry allows, and tells the changes that made: those of the version and, where it became champion,
 * of the one before it. None when it is there already.
 */
export const moveModel = async (
  registry: ModelRegistry,
  modelVersion: string,
  to: ModelStatus,
  reason: string,
): Promise<Result<readonly ModelChange[], PromoteModelFailure>> => {
  const models = await registry.list();
  if (!models.some((model) => model.modelVersion === modelVersion)) {
    return err({ ...unknownModel(modelVersion), allowed: oneOf(models.map((model) => model.modelVersion)) });
  }
  const lastChange = Math.max(...models.map(({ statusChange }) => statusChange));
  const moved = await registry.move(modelVersion, to, reason);
  if (!moved.ok) return moved;
  const changes = await registry.history(moved.value.name, HISTORY);
  return ok(changes.filter(({ change }) => change > lastChange).reverse());
};

/** Makes the version champion again that was it before the one that is: done twice, it is undone. */
export const rollBackModel = async (
  registry: ModelRegistry,
  name: string,
  reason: string,
): Promise<Result<readonly ModelChange[], PromoteModelFailure>> => {
  const models = await registry.list();
  const versions = models.filter((model) => model.name === name);
  if (versions.length === 0) {
    const allowed = oneOf([...new Set(models.map((model) => model.name))]);
    return err({ code: 'UNKNOWN_MODEL', field: 'name', message: `there is no model of the name "${name}"`, allowed });
  }
  const earlier = earlierChampion(versions, await registry.history(name, HISTORY));
  return earlier === undefined ? err(noEarlierChampion(name)) : moveModel(registry, earlier, 'CHAMPION', reason);
};

const earlierChampion = (versions: readonly RegisteredModel[], history: readonly ModelChange[]): string | undefined => {
  const champion = versions.find(({ status }) => status === 'CHAMPION')?.modelVersion;
  return history.find(({ to, modelVersion }) => to === 'CHAMPION' && modelVersion !== champion)?.modelVersion;
};

const noEarlierChampion = (name: string): NoEarlierChampion => ({
  code: 'NO_EARLIER_CHAMPION',
  field: 'name',
  message: `no version of ${name} was champion before the one that is`,
  allowed: 'a name whose champion took the place of another version',
});

const oneOf = (names: readonly string[]): string =>
  names.length === 0 ? 'none: no model was registered so far' : `one of: ${names.join(', ')}`;
