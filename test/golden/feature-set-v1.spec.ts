import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { FEATURE_SET_V1, featureSet, featureSetJson } from '#domain/features';
import { featurePage } from './feature-page.js';

const PAGE = 'docs/features.md';

describe('feature set v1', () => {
  // A difference here is another meaning under the same name: models trained on the old one would read it wrongly.
  it('changes only by a new version', () => {
    expect(createHash('sha256').update(featureSetJson(FEATURE_SET_V1)).digest('hex')).toBe(
      '2d91b3f7c7aec186b40240ca64e0712f538dfd958d9bd46eed418fa001fa7dac',
    );
  });

  it('has every name once', () => {
    const twice = FEATURE_SET_V1.families.slice(0, 1).flatMap((family) => [family, family]);
    expect(() => featureSet('v0', twice)).toThrow(/v0: \w+ is defined twice/);
  });

  it('is described in the documents as it is', () => {
    const page = featurePage(FEATURE_SET_V1);
    if (process.env.WRITE_DOCS === '1') writeFileSync(PAGE, page);
    expect(readFileSync(PAGE, 'utf8')).toBe(page);
  });
});
