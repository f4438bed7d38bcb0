import { type ModelLibrary, type ModelRefusal, type ModelRegistry } from '#application/ports';

/**
 * Makes the versions of the library known to the registry; resolves to those that are not: their manifest cannot be read, or
 * was edited since it became known.
 */
export const registerModels = async (
  library: ModelLibrary,
  registry: ModelRegistry,
): Promise<readonly ModelRefusal[]> => {
  const { entries, refusals } = await library.list();
  const known = new Map((await registry.list()).map((model) => [model.modelVersion, model.manifestSha256]));
  const edited = entries.filter(
    ({ modelVersion, manifestSha256 }) => known.has(modelVersion) && known.get(modelVersion) !== manifestSha256,
  );
  const registered = await registry.register(entries.filter((entry) => !edited.includes(entry)));
  if (!registered.ok) throw new Error(registered.error.message); // another process registered another folder at this moment
  return [
    ...refusals,
    ...edited.map(({ modelVersion }) => ({
      modelVersion,
      file: 'manifest.json',
      reason: 'was edited since it became known; a change is a new version',
    })),
  ];
};
