import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { err, ok, type Result } from '#domain/core';
import { additiveQuantiles, parseAdditiveModel, type AdditiveModel, type ModelManifest } from '#domain/impact';
import {
  byNameAndVersion,
  type LoadedModel,
  type ModelEntry,
  type ModelLibrary,
  type ModelRefusal,
} from '#application/ports';
import { FileRefused } from './file-refused.js';
import { compareWithGolden, parseGoldenVectors, type GoldenVectors } from './golden-vectors.js';
import { InferenceThreads, type InferenceThreadsOptions } from './inference-threads.js';
import { ModelFolder } from './model-folder.js';
import { OnnxModelSession } from './onnx-model-session.js';
import { openCheckedSession } from './open-session.js';
import { MANIFEST, readManifest } from './read-manifest.js';

const CARD = 'card.md';
/** As the manifest allows them; nothing else is a path into the folder. */
const MODEL_VERSION = /^[a-z][a-z0-9-]*\/\d+\.\d+\.\d+$/;

export interface OnnxModelLibraryOptions extends InferenceThreadsOptions {
  /** Holds `<name>/<version>/manifest.json` and the files it names. */
  readonly folder: string;
}

/** The `models` folder. What it loads runs in ONNX Runtime: single forecasts here, batches in threads. */
export class OnnxModelLibrary implements ModelLibrary {
  private readonly folder: string;
  private readonly threads: InferenceThreads;

  constructor({ folder, ...threads }: OnnxModelLibraryOptions) {
    this.folder = folder;
    this.threads = new InferenceThreads(threads);
  }

  async list(): Promise<{ readonly entries: readonly ModelEntry[]; readonly refusals: readonly ModelRefusal[] }> {
    const entries: ModelEntry[] = [];
    const refusals: ModelRefusal[] = [];
    for (const modelVersion of await this.versions()) {
      try {
        if (await this.isFormula(modelVersion)) continue;
        const { manifest, manifestSha256 } = await readManifest(this.folderOf(modelVersion), modelVersion);
        entries.push({ modelVersion, name: manifest.name, version: manifest.version, manifestSha256 });
      } catch (error) {
        refusals.push(refusalOf(modelVersion, error));
      }
    }
    return { entries: entries.sort(byNameAndVersion), refusals };
  }

  async load(modelVersion: string): Promise<Result<LoadedModel, readonly ModelRefusal[]>> {
    if (!MODEL_VERSION.test(modelVersion))
      return err([{ modelVersion, file: MANIFEST, reason: 'is sought under what is no name/version' }]);
    const folder = this.folderOf(modelVersion);
    try {
      const { manifest, manifestSha256 } = await readManifest(folder, modelVersion);
      const golden = await readGolden(folder, manifest);
      const refusals: ModelRefusal[] = [];
      const refuse = (error: unknown): null => {
        refusals.push(refusalOf(modelVersion, error));
        return null;
      };
      const compiled = await readCompiled(folder, manifest, golden).catch(refuse);
      const session = await this.openSession(folder, manifest, golden).catch(refuse);
      if (session === null && compiled === null) return err(refusals);
      return ok({ manifest, manifestSha256, session, compiled, refusals });
    } catch (error) {
      return err([refusalOf(modelVersion, error)]);
    }
  }

  async describe(modelVersion: string): Promise<{ manifest: ModelManifest; card: string } | undefined> {
    if (!(await this.versions()).includes(modelVersion)) return undefined;
    const folder = this.folderOf(modelVersion);
    try {
      const { manifest } = await readManifest(folder, modelVersion);
      return { manifest, card: (await folder.read(CARD)).toString('utf8') };
    } catch (error) {
      if (error instanceof FileRefused) return undefined;
      throw error;
    }
  }

  /** Ends the threads. */
  close(): Promise<void> {
    return this.threads.close();
  }

  private async openSession(
    folder: ModelFolder,
    manifest: ModelManifest,
    golden: GoldenVectors,
  ): Promise<OnnxModelSession> {
    const bytes = await folder.readChecked(manifest.model);
    const session = await openCheckedSession(manifest, bytes, golden);
    return new OnnxModelSession(session, this.threads, { modelVersion: manifest.modelVersion, bytes, golden });
  }

  private folderOf(modelVersion: string): ModelFolder {
    return new ModelFolder(path.join(this.folder, ...modelVersion.split('/')));
  }

  /** The published formulas have a folder too, with nothing to run. */
  private async isFormula(modelVersion: string): Promise<boolean> {
    const text = (await this.folderOf(modelVersion).read(MANIFEST)).toString('utf8');
    return /"kind"\s*:\s*"FORMULA"/.test(text);
  }

  private async versions(): Promise<readonly string[]> {
    const found: string[] = [];
    for (const name of await foldersIn(this.folder))
      for (const version of await foldersIn(path.join(this.folder, name))) found.push(`${name}/${version}`);
    return found;
  }
}

/** None where there is no such folder. */
const foldersIn = async (folder: string): Promise<readonly string[]> => {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
};

const readGolden = async (folder: ModelFolder, manifest: ModelManifest): Promise<GoldenVectors> => {
  const bytes = await folder.readChecked(manifest.golden);
  return parseGoldenVectors(bytes.toString('utf8'), manifest.golden.file, {
    inputs: manifest.inputs.length,
    quantiles: manifest.labels.length * manifest.probabilities.length,
  });
};

/** Null where the version has no additive form. */
const readCompiled = async (
  folder: ModelFolder,
  manifest: ModelManifest,
  golden: GoldenVectors,
): Promise<AdditiveModel | null> => {
  if (manifest.compiled === undefined) return null;
  const { file } = manifest.compiled;
  const bytes = await folder.readChecked(manifest.compiled);
  const parsed = parseAdditiveModel(bytes.toString('utf8'), manifest);
  if (!parsed.ok) throw new FileRefused(file, parsed.error.message);
  const answers = new Float64Array(golden.quantiles.length);
  additiveQuantiles(parsed.value, golden.inputs, answers, golden.rows);
  compareWithGolden(golden, answers, file);
  return parsed.value;
};

/** What a file is refused for is a value; any other failure is a defect. */
const refusalOf = (modelVersion: string, error: unknown): ModelRefusal => {
  if (error instanceof FileRefused) return { modelVersion, file: error.file, reason: error.message };
  throw error;
};
