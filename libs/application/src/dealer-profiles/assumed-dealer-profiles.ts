import { MARKOUT_SECONDS } from '#domain/rfq';
import { DealerHistory, type DealerPriors, type DealerProfile } from '#domain/scoring';
import { type DealerProfiles } from '#application/ports';

/** Knows nothing of any dealer but what is assumed of all. */
export class AssumedDealerProfiles implements DealerProfiles {
  private readonly byPriors = new WeakMap<DealerPriors, DealerProfile>();

  profiles(
    _deskId: string,
    _instrumentId: string,
    dealers: readonly string[],
    priors: DealerPriors,
  ): Promise<readonly DealerProfile[]> {
    const profile = this.byPriors.get(priors) ?? assumedProfile(priors);
    this.byPriors.set(priors, profile);
    return Promise.resolve(dealers.map((dealer) => ({ ...profile, dealer })));
  }
}

/** Of a dealer of whom nothing was seen. */
const assumedProfile = (priors: DealerPriors): DealerProfile =>
  new DealerHistory([''], MARKOUT_SECONDS.length).profiles(priors)[0]!;
