import { type FeatureSetConflict } from '#application/ports';

/** This code's features mean something else than those of the same version that the database knows. */
export class FeatureSetRefused extends Error {
  override readonly name = 'FeatureSetRefused';

  constructor({ message, allowed }: FeatureSetConflict) {
    super(`DATABASE_URL: ${message}; expected ${allowed}`);
  }
}
