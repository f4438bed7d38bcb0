import { type LearnedModelsStore, type LearnedVersion } from '#application/ports';

export class MemoryLearnedModelsStore implements LearnedModelsStore {
  private readonly desks = new Map<string, Map<number, LearnedVersion>>();

  keep(deskId: string, version: LearnedVersion): Promise<boolean> {
    const versions = this.desks.get(deskId) ?? new Map<number, LearnedVersion>();
    this.desks.set(deskId, versions);
    const isNew = !versions.has(version.upTo);
    if (isNew) versions.set(version.upTo, version);
    return Promise.resolve(isNew);
  }

  isKept(deskId: string, upTo: number): Promise<boolean> {
    return Promise.resolve(this.desks.get(deskId)?.has(upTo) === true);
  }

  async latest(deskId: string): Promise<LearnedVersion | undefined> {
    const [newest] = await this.versions(deskId, 1);
    return newest === undefined ? undefined : this.desks.get(deskId)?.get(newest);
  }

  versions(deskId: string, first: number): Promise<readonly number[]> {
    const falling = [...(this.desks.get(deskId)?.keys() ?? [])].sort((a, b) => b - a);
    return Promise.resolve(falling.slice(0, first));
  }
}
