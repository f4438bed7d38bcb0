import { MARKOUT_SECONDS } from '#domain/rfq';
import { DEFAULT_DEALER_PRIORS, DealerHistory, type DealerPriors, type DealerProfile } from '#domain/scoring';
import { type DealerProfiles } from '#application/ports';

/** Knows nothing of any dealer but what is assumed of all. */
export class AssumedDealerProfiles implements DealerProfiles {
  private readonly profile: DealerProfile;

  constructor(priors: DealerPriors = DEFAULT_DEALER_PRIORS) {
    this.profile = assumedProfile(priors);
  }

  profiles(_deskId: string, _instrumentId: string, dealers: readonly string[]): Promise<readonly DealerProfile[]> {
    return Promise.resolve(dealers.map((dealer) => ({ ...this.profile, dealer })));
  }
}

/** Of a dealer of whom nothing was seen. */
const assumedProfile = (priors: DealerPriors): DealerProfile =>
  new DealerHistory([''], MARKOUT_SECONDS.length).profiles(priors)[0]!;
