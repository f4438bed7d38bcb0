import { err, ok, type Result } from '#domain/core';
import {
  byNameAndVersion,
  firstStatuses,
  modelMoveRefused,
  modelMoves,
  modelVersionConflict,
  unknownModel,
  type ModelChange,
  type ModelEntry,
  type ModelMoveRefused,
  type ModelRegistry,
  type ModelStatus,
  type ModelVersionConflict,
  type RegisteredModel,
  type UnknownModel,
} from '#application/ports';

export class MemoryModelRegistry implements ModelRegistry {
  private readonly models = new Map<string, RegisteredModel>();
  private readonly changes: ModelChange[] = [];

  register(models: readonly ModelEntry[]): Promise<Result<void, ModelVersionConflict>> {
    for (const { modelVersion, manifestSha256 } of models) {
      const known = this.models.get(modelVersion);
      if (known !== undefined && known.manifestSha256 !== manifestSha256)
        return Promise.resolve(err(modelVersionConflict(known)));
    }
    const unknown = models.filter(({ modelVersion }) => !this.models.has(modelVersion));
    for (const { model, status } of firstStatuses(this.models.size === 0, unknown))
      this.set(model, null, status, 'found in the models folder');
    return Promise.resolve(ok(undefined));
  }

  list(): Promise<readonly RegisteredModel[]> {
    return Promise.resolve([...this.models.values()].sort(byNameAndVersion));
  }

  move(
    modelVersion: string,
    to: ModelStatus,
    reason: string,
  ): Promise<Result<RegisteredModel, UnknownModel | ModelMoveRefused>> {
    const model = this.models.get(modelVersion);
    if (model === undefined) return Promise.resolve(err(unknownModel(modelVersion)));
    if (model.status === to) return Promise.resolve(ok(model));
    if (!modelMoves(model.status).includes(to)) return Promise.resolve(err(modelMoveRefused(model, to)));
    if (to === 'CHAMPION') this.retireChampion(model);
    return Promise.resolve(ok(this.set(model, model.status, to, reason)));
  }

  history(name: string, limit: number): Promise<readonly ModelChange[]> {
    const ofName = this.changes.filter(({ modelVersion }) => this.models.get(modelVersion)?.name === name);
    return Promise.resolve(ofName.reverse().slice(0, limit));
  }

  private retireChampion({ name, modelVersion }: RegisteredModel): void {
    for (const other of this.models.values()) {
      if (other.name === name && other.status === 'CHAMPION')
        this.set(other, 'CHAMPION', 'RETIRED', `${modelVersion} became champion`);
    }
  }

  private set(model: ModelEntry, from: ModelStatus | null, to: ModelStatus, reason: string): RegisteredModel {
    const { modelVersion, name, version, manifestSha256 } = model;
    const change = this.changes.length + 1;
    this.changes.push({ change, modelVersion, from, to, changedAt: new Date().toISOString(), reason });
    const moved = { modelVersion, name, version, manifestSha256, status: to, statusChange: change };
    this.models.set(modelVersion, moved);
    return moved;
  }
}
