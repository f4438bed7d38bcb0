import { Inject } from '@nestjs/common';
import { Query, Resolver } from '@nestjs/graphql';
import { VERDICTS, type Fault } from '#domain/market-data';
import { type QualityReport } from '#application/ports';
import { AllowRoles } from '../doors/roles.js';
import { MarketQualityType } from '../graphql/market-quality.types.js';
import { PORTS, type ApiPorts } from '../ports.js';

@Resolver()
export class MarketQualityResolver {
  constructor(@Inject(PORTS) private readonly ports: ApiPorts) {}

  @AllowRoles('trader', 'dealer', 'quant', 'specialist')
  @Query(() => [MarketQualityType], {
    description:
      "How each instrument's feed fares: gaps, duplicates, crossed books, clocks; and what was done about it.",
  })
  marketQuality(): MarketQualityType[] {
    const { market } = this.ports;
    return market.instruments().flatMap((instrumentId) => {
      const state = market.state(instrumentId);
      return state === undefined ? [] : [shown(instrumentId, state.quality)];
    });
  }
}

const shown = (instrumentId: string, { rows, faults, ...quality }: QualityReport): MarketQualityType => ({
  instrumentId,
  ...quality,
  rowsTaken: rows.taken,
  rowsApplied: rows.applied,
  rowsIgnored: rows.ignored,
  rowsQuarantined: rows.quarantined,
  rowsHeld: rows.held,
  faults: (Object.entries(faults) as [Fault, number][])
    .filter(([, count]) => count > 0)
    .map(([fault, count]) => ({ fault, action: VERDICTS[fault], count })),
});
