import { err, ok, type Result } from '#domain/core';
import { type ModelManifest } from '#domain/impact';
import {
  unknownModel,
  type ModelLibrary,
  type ModelRegistry,
  type RegisteredModel,
  type UnknownModel,
} from '#application/ports';

export interface DescribeModelsPorts {
  readonly models: ModelRegistry;
  readonly modelLibrary: ModelLibrary;
}

/** A model version for people: where it stands, what it is, and its card in Markdown. */
export interface DescribedModel {
  readonly registered: RegisteredModel;
  readonly manifest: ModelManifest;
  readonly card: string;
}

/** A registered version whose files this process can read. */
export const describeModel = async (
  { models, modelLibrary }: DescribeModelsPorts,
  modelVersion: string,
): Promise<Result<DescribedModel, UnknownModel>> => {
  const registered = (await models.list()).find((model) => model.modelVersion === modelVersion);
  if (registered === undefined) return err(unknownModel(modelVersion));
  const described = await modelLibrary.describe(modelVersion);
  return described === undefined ? err(unknownModel(modelVersion)) : ok({ registered, ...described });
};
