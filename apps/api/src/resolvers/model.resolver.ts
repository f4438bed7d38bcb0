import { Inject } from '@nestjs/common';
import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import { IMPACT_LABELS } from '#domain/impact';
import { describeModel, type DescribedModel } from '#application/describe-models';
import { IdentifierPipe } from '../doors/identifier.pipe.js';
import { AllowRoles } from '../doors/roles.js';
import { ModelResult, RegisteredModelType, type ModelType } from '../graphql/model.types.js';
import { PORTS, type ApiPorts } from '../ports.js';

@Resolver()
export class ModelResolver {
  constructor(@Inject(PORTS) private readonly ports: ApiPorts) {}

  @AllowRoles('trader', 'dealer', 'quant', 'specialist')
  @Query(() => [RegisteredModelType], { description: 'All versions of trained models, and where each stands.' })
  async models(): Promise<readonly object[]> {
    return this.ports.models.list();
  }

  @AllowRoles('trader', 'dealer', 'quant', 'specialist')
  @Query(() => ModelResult, { description: 'What a version of a trained model is, and how it did out of sample.' })
  async model(@Args('version', { type: () => ID }, IdentifierPipe) version: string): Promise<object> {
    const described = await describeModel(this.ports, version);
    return described.ok ? shown(described.value) : described.error;
  }
}

const PIT_LABELS = ['slippage', 'peak'] as const;

const shown = ({ registered, manifest, card }: DescribedModel): ModelType => {
  const { instruments, families, calibration, regimes, reliability, pit, importance, analogues } = manifest;
  return {
    ...registered,
    identification: manifest.identification,
    definition: manifest.definition,
    ...(instruments !== null && { instruments }),
    inputs: manifest.inputs.map(({ name }) => name),
    probabilities: manifest.probabilities,
    families: IMPACT_LABELS.map((label) => ({ label, family: families[label] })),
    regimes: regimes?.names ?? [],
    calibration: IMPACT_LABELS.map((label) => {
      const { overall, cells } = calibration.labels[label];
      const named = Object.entries(cells).map(([cell, offsetsBps]) => ({ cell, offsetsBps }));
      return { label, cells: [{ cell: 'overall', offsetsBps: overall }, ...named] };
    }),
    outOfSample: manifest.outOfSample,
    ...(reliability !== undefined && {
      reliability: IMPACT_LABELS.map((label) => ({ label, ...reliability[label] })),
    }),
    ...(pit !== undefined && { pit: PIT_LABELS.map((label) => ({ label, counts: pit[label] })) }),
    ...(importance !== undefined && { importance }),
    ...(analogues !== undefined && { analogues }),
    reach: manifest.reach,
    training: manifest.training,
    notes: manifest.notes,
    card,
  };
};
