import { type QuotingPolicy } from '#domain/quoting';

import { type ScoringSettings } from '#domain/scoring';

/** What a desk decides about itself. */
export interface DeskSettings {
  readonly deskId: string;
  readonly name: string;
  /** kappa of `E[cost] + kappa x CVaR` (reference 4): weight of the bad outcomes when alternatives are compared. */
  readonly riskAversion: number;
  /** Absent where it has decided nothing: `DEFAULT_SCORING_SETTINGS`. */
  readonly scoring?: ScoringSettings;
  /** How it quotes as a dealer, and within what. */
  readonly quoting: QuotingPolicy;
}

export interface DeskSettingsStore {
  /** undefined when there is no such desk. */
  find(deskId: string): Promise<DeskSettings | undefined>;
}
