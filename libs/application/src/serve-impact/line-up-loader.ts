import { type ModelLibrary, type ModelRegistry, type RegisteredModel } from '#application/ports';
import { LineUp, type Placed } from './line-up.js';
import { ServedVersion } from './served-version.js';
import { type ServingObserver } from './serving-observer.js';

export interface LineUpPorts {
  readonly library: ModelLibrary;
  readonly registry: ModelRegistry;
  readonly observer: ServingObserver;
}

/** Makes line-ups of what the registry names. */
export class LineUpLoader {
  private readonly refused = new Set<string>();

  constructor(private readonly ports: LineUpPorts) {}

  /**
   * What the registry names now. Versions of the current line-up are taken over as they are. A champion that does not pass
   * its checks replaces nothing: the one before it of its name goes on. Rejects when the registry cannot be read.
   */
  async next(current: LineUp): Promise<LineUp> {
    const champions: Placed[] = [];
    const shadows: Placed[] = [];
    for (const model of await this.ports.registry.list()) {
      if (model.status === 'CHAMPION') {
        const placed = (await this.place(current, model)) ?? current.championNamed(model.name);
        if (placed !== undefined) champions.push(placed);
      } else if (model.status === 'SHADOW') {
        const placed = await this.place(current, model);
        if (placed !== undefined) shadows.push(placed);
      }
    }
    return new LineUp(champions, shadows);
  }

  /** Undefined when it is refused; a refused version is tried again when its status has changed. */
  private async place(current: LineUp, registered: RegisteredModel): Promise<Placed | undefined> {
    const served = current.find(registered);
    if (served !== undefined) return { version: served, registered };
    const attempt = `${registered.modelVersion} ${registered.statusChange}`;
    if (this.refused.has(attempt)) return undefined;
    const version = await this.load(registered);
    if (version === undefined) this.refused.add(attempt);
    return version === undefined ? undefined : { version, registered };
  }

  private async load({ modelVersion, manifestSha256 }: RegisteredModel): Promise<ServedVersion | undefined> {
    const { library, observer } = this.ports;
    const loaded = await library.load(modelVersion);
    if (!loaded.ok) {
      for (const refusal of loaded.error) observer.refused(refusal);
      return undefined;
    }
    const { session, refusals, manifestSha256: found } = loaded.value;
    if (found !== manifestSha256) {
      await session?.release();
      const reason = `has SHA-256 ${found}; ${manifestSha256} is registered`;
      observer.refused({ modelVersion, file: 'manifest.json', reason });
      return undefined;
    }
    for (const refusal of refusals) observer.refused(refusal);
    return new ServedVersion(loaded.value, observer);
  }
}
