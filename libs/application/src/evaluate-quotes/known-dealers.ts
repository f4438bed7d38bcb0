import {
  assumed,
  sunkLeakageBps,
  termsOf,
  type DealerProfile,
  type EstimateBasis,
  type ProfiledQuote,
  type ScoringSettings,
} from '#domain/scoring';
import { type EvaluateQuotesInputs } from './inputs.js';

/** What an evaluation knows of the dealers it speaks of, by name. */
export class KnownDealers {
  private readonly profiles: ReadonlyMap<string, DealerProfile>;
  private readonly scoring: ScoringSettings;

  constructor({ profiles, scoring }: Pick<EvaluateQuotesInputs, 'profiles' | 'scoring'>) {
    this.profiles = new Map(profiles.map((profile) => [profile.dealer, profile]));
    this.scoring = scoring;
  }

  profile(dealer: string): DealerProfile {
    const profile = this.profiles.get(dealer);
    if (profile === undefined) throw new Error(`profiles: none of ${dealer}`);
    return profile;
  }

  /** The dealer's part of a quote to be scored. */
  partner(dealer: string): Omit<ProfiledQuote, 'quote' | 'remainder'> {
    const { settlementBps, addOnBps } = termsOf(this.scoring, dealer);
    return { profile: this.profile(dealer), settlementBps, counterpartyBps: assumed(addOnBps) };
  }

  leakageBps(dealer: string): number {
    return this.profile(dealer).leakageBps?.value ?? this.scoring.leakageBps;
  }

  sunkLeakage(asked: readonly string[]): { readonly bps: number; readonly basis: EstimateBasis } {
    const isLearned = asked.every((dealer) => this.profile(dealer).leakageBps !== undefined);
    return {
      bps: sunkLeakageBps(asked.map((dealer) => ({ leakageBps: this.leakageBps(dealer) }))),
      basis: isLearned ? 'LEARNED' : 'PRIOR',
    };
  }
}
