import { impactInputsJson, IMPACT_INPUT_SETS, IMPACT_INPUTS, parseModelManifest } from '#domain/impact';
import { type KnownDefinitions, type ModelManifest } from '#domain/impact';
import { FEATURE_SET_V1, featureSetJson } from '#domain/features';
import { FileRefused } from './file-refused.js';
import { sha256Of, type ModelFolder } from './model-folder.js';

export const MANIFEST = 'manifest.json';

export interface ReadManifest {
  readonly manifest: ModelManifest;
  readonly manifestSha256: string;
}

/** Reads and checks a version's manifest. Rejects with FileRefused. */
export const readManifest = async (folder: ModelFolder, modelVersion: string): Promise<ReadManifest> => {
  const bytes = await folder.read(MANIFEST);
  const parsed = parseModelManifest(bytes.toString('utf8'), DEFINITIONS);
  if (!parsed.ok) throw new FileRefused(MANIFEST, parsed.error.message);
  const manifest = parsed.value;
  if (manifest.modelVersion !== modelVersion)
    throw new FileRefused(MANIFEST, `is of ${manifest.modelVersion}, in the folder of ${modelVersion}`);
  requireInputOrder(manifest);
  return { manifest, manifestSha256: sha256Of(bytes) };
};

const DEFINITIONS: KnownDefinitions = {
  featureSet: { version: FEATURE_SET_V1.version, sha256: sha256Of(featureSetJson(FEATURE_SET_V1)) },
  inputSets: IMPACT_INPUT_SETS.map(({ version, inputs }) => ({ version, sha256: sha256Of(impactInputsJson(inputs)) })),
};

const ORDER = new Map(IMPACT_INPUTS.map(({ name }, i) => [name, i]));

/** Golden vectors have no names: columns that changed places in the manifest alone would still replay. */
const requireInputOrder = ({ inputs }: ModelManifest): void => {
  for (let i = 1; i < inputs.length; i += 1) {
    const [before, after] = [inputs[i - 1]!.name, inputs[i]!.name];
    if (ORDER.get(before)! > ORDER.get(after)!)
      throw new FileRefused(MANIFEST, `inputs.${i}.name ${after} must come before ${before}, as in the input set`);
  }
};
