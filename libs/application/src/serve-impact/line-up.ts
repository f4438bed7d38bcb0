import { type ModelManifest } from '#domain/impact';
import { type RegisteredModel } from '#application/ports';
import { type ServedStatus } from './serving-observer.js';
import { type ServedVersion } from './served-version.js';

/** A version in its place. */
export interface Placed {
  readonly version: ServedVersion;
  readonly registered: RegisteredModel;
}

/**
 * Which versions answer at a moment, as one value: a call reads it once, so that no answer mixes two. Superseded, it lets go
 * of its versions when the last call that reads it has ended.
 */
export class LineUp {
  private calls = 0;
  private superseded = false;

  constructor(
    private readonly champions: readonly Placed[],
    private readonly shadows: readonly Placed[],
  ) {
    for (const { version } of this.all()) version.hold();
  }

  /**
   * The champion for an instrument: one that was fitted on it before one that serves any, and among equals the one that was
   * promoted last.
   */
  championFor(instrumentId: string, definition: ModelManifest['definition']): ServedVersion | undefined {
    let best: Placed | undefined;
    for (const one of this.champions) {
      if (!serves(one, instrumentId, definition)) continue;
      if (best === undefined || precedes(one, best)) best = one;
    }
    return best?.version;
  }

  shadowsFor(instrumentId: string, definition: ModelManifest['definition']): readonly ServedVersion[] {
    return this.shadows.filter((one) => serves(one, instrumentId, definition)).map(({ version }) => version);
  }

  /** The same version, served already, to be placed in another line-up. */
  find({ modelVersion, manifestSha256 }: RegisteredModel): ServedVersion | undefined {
    return this.all().find(
      ({ registered }) => registered.modelVersion === modelVersion && registered.manifestSha256 === manifestSha256,
    )?.version;
  }

  championNamed(name: string): Placed | undefined {
    return this.champions.find(({ registered }) => registered.name === name);
  }

  /** The champion of a name, if it serves the instrument. */
  championNamedFor(name: string, instrumentId: string): ServedVersion | undefined {
    const placed = this.championNamed(name);
    return placed !== undefined && reaches(placed, instrumentId) ? placed.version : undefined;
  }

  championNames(): readonly string[] {
    return this.champions.map(({ registered }) => registered.name);
  }

  served(): readonly ServedStatus[] {
    const status = (placed: readonly Placed[], as: ServedStatus['status']): ServedStatus[] =>
      placed.map(({ version }) => ({ modelVersion: version.manifest.modelVersion, status: as }));
    return [...status(this.champions, 'CHAMPION'), ...status(this.shadows, 'SHADOW')];
  }

  begin(): void {
    this.calls += 1;
  }

  end(): void {
    this.calls -= 1;
    this.letGoWhenIdle();
  }

  /** Another one is read from now on. */
  supersede(): void {
    this.superseded = true;
    this.letGoWhenIdle();
  }

  /** Resolves when the versions that it let go of are released. */
  async released(): Promise<void> {
    await Promise.all(this.all().map(({ version }) => version.released()));
  }

  private letGoWhenIdle(): void {
    if (!this.superseded || this.calls > 0) return;
    for (const { version } of this.all()) version.letGo();
  }

  private all(): readonly Placed[] {
    return [...this.champions, ...this.shadows];
  }
}

const serves = (placed: Placed, instrumentId: string, definition: ModelManifest['definition']): boolean =>
  placed.version.manifest.definition === definition && reaches(placed, instrumentId);

const reaches = ({ version }: Placed, instrumentId: string): boolean => {
  const { instruments } = version.manifest;
  return instruments === null || instruments.includes(instrumentId);
};

const precedes = (one: Placed, other: Placed): boolean => {
  const pooled = ({ version }: Placed): boolean => version.manifest.instruments === null;
  if (pooled(one) !== pooled(other)) return !pooled(one);
  return one.registered.statusChange > other.registered.statusChange;
};
