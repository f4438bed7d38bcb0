import { type DeskSettings, type DeskSettingsStore } from '#application/ports';

/** Desks given at construction. */
export class MemoryDeskSettings implements DeskSettingsStore {
  constructor(private readonly desks: readonly DeskSettings[]) {}

  find(deskId: string): Promise<DeskSettings | undefined> {
    return Promise.resolve(this.desks.find((desk) => desk.deskId === deskId));
  }
}
