import { err, ok, type Result } from '#domain/core';
import { type ModelManifest } from '#domain/impact';
import { type LoadedModel, type ModelEntry, type ModelLibrary, type ModelRefusal } from '#application/ports';

/** Model versions held by hand, each as if its files had been read and checked. */
export class MemoryModelLibrary implements ModelLibrary {
  constructor(private readonly models: readonly LoadedModel[] = []) {}

  list(): Promise<{ readonly entries: readonly ModelEntry[]; readonly refusals: readonly ModelRefusal[] }> {
    const entries = this.models.map(({ manifest, manifestSha256 }) => {
      const { modelVersion, name, version } = manifest;
      return { modelVersion, name, version, manifestSha256 };
    });
    return Promise.resolve({ entries, refusals: [] });
  }

  load(modelVersion: string): Promise<Result<LoadedModel, readonly ModelRefusal[]>> {
    const model = this.find(modelVersion);
    return Promise.resolve(
      model === undefined
        ? err([{ modelVersion, file: 'manifest.json', reason: 'there is no such version' }])
        : ok(model),
    );
  }

  describe(modelVersion: string): Promise<{ readonly manifest: ModelManifest; readonly card: string } | undefined> {
    const model = this.find(modelVersion);
    return Promise.resolve(model && { manifest: model.manifest, card: `# ${modelVersion}\n` });
  }

  private find(modelVersion: string): LoadedModel | undefined {
    return this.models.find(({ manifest }) => manifest.modelVersion === modelVersion);
  }
}
