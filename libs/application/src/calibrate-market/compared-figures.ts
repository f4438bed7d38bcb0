import { type Estimate, type MarketProfile } from '#domain/microstructure';

/** One figure of the recording beside that of the market that was fitted to it. */
export interface ComparedFigure {
  readonly name: string;
  readonly recorded: Estimate;
  readonly simulated: Estimate;
  /** Simulated over recorded. */
  readonly ratio: number;
  /** Whether the intervals overlap; undefined where one of them is not known. */
  readonly agrees: boolean | undefined;
}

const SIGN_LAGS = [1, 10, 100];

/** What both markets have of the same kind. */
export const comparedFigures = (
  recorded: MarketProfile,
  simulated: MarketProfile,
  exponents: { readonly recorded: Estimate | undefined; readonly simulated: Estimate | undefined },
): readonly ComparedFigure[] => {
  const figures: (readonly [string, Estimate | undefined, Estimate | undefined])[] = [
    ['mean spread, ticks', recorded.meanSpreadTicks, simulated.meanSpreadTicks],
    ['trades per second', recorded.tradesPerSecond, simulated.tradesPerSecond],
    ['limit orders per second', recorded.limitOrdersPerSecond, simulated.limitOrdersPerSecond],
    ['cancelled units per second', recorded.cancelledUnitsPerSecond, simulated.cancelledUnitsPerSecond],
    ...recorded.depth.map(
      (bin) =>
        [
          `units at ${bin.fromTicks} to ${bin.toTicks} ticks`,
          bin,
          simulated.depth.find(({ fromTicks }) => fromTicks === bin.fromTicks),
        ] as const,
    ),
    ...recorded.returns.flatMap(({ intervalSeconds, hourlyVolatilityBps, excessKurtosis }) => {
      const other = simulated.returns.find((one) => one.intervalSeconds === intervalSeconds);
      return [
        [`volatility at ${intervalSeconds} s, bps per root hour`, hourlyVolatilityBps, other?.hourlyVolatilityBps],
        [`excess kurtosis at ${intervalSeconds} s`, excessKurtosis, other?.excessKurtosis],
      ] as const;
    }),
    ...SIGN_LAGS.map((lag) => {
      const at = (profile: MarketProfile) => profile.signCorrelation.find((one) => one.lag === lag);
      return [`autocorrelation of signs at ${lag}`, at(recorded), at(simulated)] as const;
    }),
    ['exponent of impact in size', exponents.recorded, exponents.simulated],
  ];
  return figures.flatMap(([name, own, other]) =>
    own === undefined || other === undefined ? [] : [compared(name, own, other)],
  );
};

const compared = (name: string, recorded: Estimate, simulated: Estimate): ComparedFigure => {
  const isKnown = Number.isFinite(recorded.low + recorded.high + simulated.low + simulated.high);
  return {
    name,
    recorded: { value: recorded.value, low: recorded.low, high: recorded.high },
    simulated: { value: simulated.value, low: simulated.low, high: simulated.high },
    ratio: simulated.value / recorded.value,
    agrees: isKnown ? recorded.low <= simulated.high && simulated.low <= recorded.high : undefined,
  };
};
