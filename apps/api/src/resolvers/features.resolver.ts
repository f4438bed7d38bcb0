import { Inject } from '@nestjs/common';
import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import { type Instant } from '#domain/core';
import { FEATURE_SET_V1, type FeatureDefinition, type FeatureSnapshot } from '#domain/features';
import { readFeatures } from '#application/read-features';
import { IdentifierPipe } from '../doors/identifier.pipe.js';
import { InstantPipe } from '../doors/instant.pipe.js';
import { AllowRoles } from '../doors/roles.js';
import {
  FeaturesResult,
  FeatureSetType,
  type FeatureDefinitionType,
  type FeaturesType,
} from '../graphql/features.types.js';
import { InstantScalar } from '../graphql/instant.scalar.js';
import { PORTS, type ApiPorts } from '../ports.js';

@Resolver()
export class FeaturesResolver {
  constructor(@Inject(PORTS) private readonly ports: ApiPorts) {}

  @AllowRoles('trader', 'dealer', 'quant', 'specialist')
  @Query(() => FeaturesResult, {
    description: 'The market features of an instrument now, or as they were known at a moment.',
  })
  async features(
    @Args('instrumentId', { type: () => ID }, IdentifierPipe) instrumentId: string,
    @Args('at', { type: () => InstantScalar, nullable: true, description: 'Absent: now.' }, InstantPipe) at?: Instant,
  ): Promise<object> {
    const { market, featureHistory: history } = this.ports;
    const features = await readFeatures({ market, history }, instrumentId, at);
    return features.ok ? shown(features.value) : features.error;
  }

  @AllowRoles('trader', 'dealer', 'quant', 'specialist')
  @Query(() => [FeatureSetType], { description: 'Every version of the features and what its numbers mean.' })
  async featureSets(): Promise<FeatureSetType[]> {
    const sets = await this.ports.featureSets.list();
    return sets.map(({ version, hash, definitions }) => ({
      version,
      hash,
      definitions: (JSON.parse(definitions) as readonly WrittenDefinition[]).map(definitionType),
    }));
  }
}

/** As `featureSetJson` writes it: a range without an end says so in words. */
type WrittenDefinition = Omit<FeatureDefinition, 'least' | 'most'> & {
  readonly least: number | string;
  readonly most: number | string;
};

const definitionType = ({ least, most, ...definition }: WrittenDefinition): FeatureDefinitionType => ({
  ...definition,
  ...(typeof least === 'number' && { least }),
  ...(typeof most === 'number' && { most }),
});

const shown = ({ values, ...snapshot }: FeatureSnapshot): FeaturesType => ({
  ...snapshot,
  values: FEATURE_SET_V1.definitions.map(({ name, unit }, i) => {
    const value = values[i];
    return { name, unit, ...(typeof value === 'number' && { value }) };
  }),
});
