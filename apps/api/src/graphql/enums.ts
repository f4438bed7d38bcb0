import { registerEnumType } from '@nestjs/graphql';

// GraphQL enums of the domain's string unions: the value of each name is the name.
const enumOf = <T extends string>(name: string, description: string, values: Record<T, string>): Record<T, T> => {
  const members = Object.fromEntries(Object.keys(values).map((value) => [value, value])) as Record<T, T>;
  registerEnumType(members, {
    name,
    description,
    valuesMap: Object.fromEntries(
      Object.entries<string>(values).map(([value, text]) => [value, { description: text }]),
    ) as never,
  });
  return members;
};

export const SideEnum = enumOf('Side', "Side of the client's order (FIX 54).", {
  BUY: 'The client buys.',
  SELL: 'The client sells.',
});

export const OutcomeKindEnum = enumOf('QuoteOutcomeKind', 'What became of a quote, as its dealer learns it.', {
  DONE_WITH_COVER: 'Dealt; the next best price is told.',
  DONE_ALONE: 'Dealt; there was no other price.',
  DONE: 'Dealt; no other price is ever told.',
  TRADED_AWAY: 'The client dealt with somebody else at another price.',
  TIED: 'The client dealt with somebody else at the same price.',
  NOT_TRADED: 'The client dealt with nobody.',
});

export const ClientTierEnum = enumOf('ClientTier', 'How a desk treats a client, from what his trades have shown.', {
  UNKNOWN: 'Too little is known: quoted as all clients are.',
  INFORMED: 'His trades come before moves against the desk, beyond chance.',
  PRICE_SENSITIVE: 'He leaves for a small part of a half-spread.',
  LOYAL: 'He stays where he is quoted as all are.',
});

export const QuantityUnitEnum = enumOf('QuantityUnit', 'How a quantity is stated.', {
  UNITS:
    'Units of the underlying, such as shares; of an inverse contract rounded down to whole lots at the arrival mid.',
  CONTRACTS: 'Contracts; one is contractMultiplier units, or if inverse that much currency.',
  NOTIONAL: "Value in the instrument's currency at the arrival mid, rounded down to whole lots; a spread has none.",
});

export const RequestQuantityUnitEnum = enumOf(
  'RequestQuantityUnit',
  'How a quantity of a request for quote is stated.',
  {
    UNITS: 'As of QuantityUnit.',
    CONTRACTS: 'As of QuantityUnit.',
    NOTIONAL: 'As of QuantityUnit.',
    LOTS: 'Whole lots, in which requests are kept; of a package whole packages. The only unit that needs no market.',
  },
);

export const RequestedSideEnum = enumOf('RequestedSide', 'What a client shows of his side (FIX 54).', {
  BUY: 'He buys.',
  SELL: 'He sells.',
  TWO_SIDED: 'He asks for a market, and says what he does by hitting or lifting.',
});

export const MissedMarkoutReasonEnum = enumOf('MissedMarkoutReason', 'Why there is no mid of a time after the end.', {
  NOT_SEEN: 'The market was in order when that was found, and nobody had looked at it shortly before the time.',
  UNKNOWN_INSTRUMENT: 'The instrument is not in the session.',
  STALE_MARKET: 'The feed was silent, or the book had not changed for long.',
  CROSSED_MARKET: 'The book was crossed.',
  MARKET_NOT_TRADABLE: 'Trading was closed, the instrument expired, or the book incomplete or invalid.',
});

export const QuoteRequestStatusEnum = enumOf('QuoteRequestStatus', 'Where a request for quote stands.', {
  OPEN: 'It takes quotes and responses.',
  TRADED: 'All of it is filled.',
  PASSED: 'The client is through with it.',
  DONE_AWAY: 'The client traded the rest elsewhere.',
  EXPIRED: 'Its time is over.',
});

export const DealerStatusEnum = enumOf('DealerStatus', 'Where a dealer of a panel stands.', {
  ASKED: 'He has not answered.',
  QUOTED: 'His quote stands until it expires.',
  COUNTERED: 'The client named a price; the quote is off.',
  WITHDRAWN: 'He took his quote back.',
  DECLINED: 'He will not quote.',
  TAKEN: 'His quote was hit or lifted; he is to fill or to reject.',
  FILLED: 'He filled what was hit or lifted last.',
  REJECTED: 'He rejected what was hit or lifted last.',
  PASSED: 'The client is through with him.',
});

export const InstrumentKindEnum = enumOf('InstrumentKind', 'What an instrument is.', {
  EQUITY: 'A share.',
  SPOT: 'A currency or commodity for delivery now.',
  PERPETUAL: 'A future that does not expire.',
  FUTURE: 'A future.',
  OPTION: 'An option.',
  SPREAD: 'Several instruments traded as one, at the difference of their prices.',
});

export const SourceKindEnum = enumOf('MarketSourceKind', 'Where a market comes from.', {
  RECORDED: 'A recording of a real market.',
  SIMULATED: 'A simulated market: no number from it says anything about a real one.',
  LIVE: 'A live feed.',
});

export const EstimatedTermEnum = enumOf(
  'EstimatedTerm',
  'A reference datum that nobody knew and the session estimated.',
  {
    averageDailyVolume: 'Units per day.',
    dailyVolatility: 'Standard deviation of the daily return.',
    sharesOutstanding: 'Units outstanding.',
    contractMultiplier: 'Units (if inverse: currency) per contract: assumed, since nobody stated it.',
  },
);

export const ForecastTierEnum = enumOf('ForecastTier', 'Which link of the fallback chain answered.', {
  MODEL: 'A trained model.',
  COMPILED: 'The same model compiled to plain code.',
  PARAMETRIC: 'Published formulas.',
});

export const ExecutionProviderEnum = enumOf('ExecutionProvider', 'What runs a model.', {
  CUDA: 'A GPU, through CUDA.',
  WEBGPU: 'A GPU, through WebGPU.',
  CPU: 'The processor.',
});

export const IdentificationEnum = enumOf('Identification', "What data a forecast's numbers are identified from.", {
  PUBLISHED_COEFFICIENTS: 'Coefficients of published studies.',
  PUBLIC_TAPE: 'A public tape: mechanical cost and trade response, not real parent orders.',
  REAL_ORDERS: 'Real parent orders.',
  SIMULATED: 'A simulated market.',
});

export const ResidualKindEnum = enumOf('ResidualKind', 'What a part of the uncertainty is due to.', {
  MARKET: 'What the market will do; no model knows it.',
  MODEL: 'What a better model would know.',
});

export const TermBasisEnum = enumOf('TermBasis', 'What a term of a score rests on.', {
  MARKET: 'The market of the moment.',
  MODEL: 'The impact model.',
  REFERENCE_DATA: "The instrument table and the desk's settings.",
  LEARNED: "The dealer's own history.",
  POOLED: 'The history of the other dealers.',
  PRIOR: 'A stated prior, until it is learned from outcomes.',
});

export const EstimateBasisEnum = enumOf('EstimateBasis', 'What an estimate about a dealer rests on, by half or more.', {
  LEARNED: 'His own history.',
  POOLED: 'The history of the other dealers.',
  PRIOR: 'A stated prior.',
});

export const EvidenceFlagEnum = enumOf('EvidenceFlag', 'Why a quote says little of what the block is worth.', {
  OFF_MARKET: "It is further from the fair price than its dealer's errors explain.",
  STALE: "Its age leaves more open than its dealer's errors do.",
});

export const DiscardReasonEnum = enumOf('DiscardReason', 'Why a quote was not scored.', {
  EXPIRED: 'It had expired at the decision time.',
  OFF_MARKET: 'Its price is too far from the market to be meant.',
});

export const AdvisedActionEnum = enumOf('AdvisedAction', 'What to do now.', {
  LIFT: 'Buy at the offer of the dealer named.',
  HIT: 'Sell at the bid of the dealer named.',
  SPLIT: 'Fill the block from the quotes of several dealers, by the shares named.',
  COUNTER: 'Name the dealer a better price.',
  WAIT: 'Wait for those who have not answered, as long as named.',
  ASK_MORE: 'Ask the dealers named, too.',
  WORK_ORDER: 'Take no quote; work the order by the schedule named.',
  PASS: 'Do not trade.',
  ABSTAIN: 'No advice: the block is out of the range in which the impact model can speak.',
});

export const OverrideReasonEnum = enumOf('OverrideReason', 'Why a desk did something else than was advised.', {
  CLIENT_INSTRUCTION: 'The client wanted it so.',
  COUNTERPARTY_LIMIT: 'A limit on the dealer named.',
  INFORMATION: 'The desk knew what the model did not.',
  MARKET_MOVED: 'The market had moved by then.',
  QUOTE_GONE: 'The quote was no longer there.',
  SIZE: 'Another size was wanted.',
  SPEED: 'There was no time for it.',
  OTHER: 'As the note says.',
});

export const FileFormatEnum = enumOf('FileFormat', 'How a file is written.', {
  JSON: 'A list of objects.',
  CSV: 'A table (RFC 4180).',
});

export const DecisionKindEnum = enumOf('DecisionKind', 'Which use-case decided.', {
  EVALUATE_QUOTES: 'Quotes were ranked.',
  GENERATE_QUOTE: 'A quote was priced.',
  RECORD_ACTION: 'What was done about an evaluation was recorded.',
  PLAN_EXECUTION: 'An order was cut over time.',
  SELECT_VENUES: 'A block was split over venues.',
});

export const ModelCheckEnum = enumOf('ModelCheck', 'How the model answers now, against its stored answer.', {
  MATCHES: 'The same within tolerance.',
  DIFFERS: 'Different: the model that serves under this version is another one.',
  OTHER_VERSION: 'Another version serves now.',
  UNAVAILABLE: 'No model answers this now.',
});

export const StrategyEnum = enumOf('Strategy', 'How a block is worked.', {
  AGGRESSIVE: 'Fast, mostly crossing the spread.',
  BALANCED: 'At the pace of the market.',
  PASSIVE: 'Slow, mostly posting.',
});

export const ForecastFallbackCodeEnum = enumOf('ForecastFallbackCode', 'Why a later link of the chain answered.', {
  NO_MODEL: 'No model is served for the instrument.',
  NO_FEATURES: 'Nobody knows the features of that moment.',
  OTHER_FEATURE_SET: 'The features are of a set that the model does not read.',
  INPUT_NOT_FINITE: 'An input is beyond single precision.',
  MODEL_REFUSED: "The model's file did not pass its checks.",
  MODEL_FAILED: 'The model failed, or its answer was no number.',
  BREAKER_OPEN: 'The model failed lately and rests.',
});

export const ForecastFlagCodeEnum = enumOf('ForecastFlagCode', 'What a reader of a forecast must know about it.', {
  IMPUTED: 'Inputs were missing.',
  OUT_OF_RANGE: 'Inputs lie beyond the training rows: the interval is wider.',
  BEYOND_REACH: 'The order is larger, slower or faster than those of the training rows.',
  ESTIMATED_TERM: 'Terms of the instrument that nobody vouches for.',
});

export const ImpactLabelEnum = enumOf('ImpactLabel', 'What a trained model forecasts, in bps of the arrival mid.', {
  slippage: 'Arrival mid to average fill.',
  peak: 'The mid when the order ends.',
  perm1: 'The mid 1 minute later.',
  perm5: 'The mid 5 minutes later.',
  perm15: 'The mid 15 minutes later.',
});

export const ExplanationMethodEnum = enumOf('ExplanationMethod', 'How contributions were computed.', {
  SHAPLEY: 'Exactly, of a model in additive form.',
  REPLACEMENT: 'By putting each input to its imputation value, one at a time.',
});

export const LevelSourceEnum = enumOf('LevelSource', 'Where the means of a forecast come from.', {
  PUBLISHED_COEFFICIENTS:
    'Formulas fitted on orders of real parents; how outcomes scatter about their mean is the model.',
  MODEL: 'The model itself.',
});

export const ModelStatusEnum = enumOf('ModelStatus', 'Where a model version stands.', {
  CANDIDATE: 'Known; answers nothing.',
  SHADOW: 'Answers beside the champion, and is only logged.',
  CHAMPION: 'Answers.',
  RETIRED: 'Was champion, or was given up.',
});

export const OrderDefinitionEnum = enumOf('OrderDefinition', 'What orders a model was fitted on.', {
  M: 'Synthetic metaorders: orders that are worked.',
  W: 'Windows of net flow.',
  P: 'Parent orders; answers only where it is asked for by name.',
});

export const AnalysisKindEnum = enumOf('AnalysisKind', 'What is analysed.', {
  SCENARIOS: 'Strategies at every size, horizon and volatility.',
  PORTFOLIO: 'Blocks that are traded together.',
  VENUES: 'Orders, each split over venues.',
});

export const IndefinitePolicyEnum = enumOf(
  'IndefinitePolicy',
  'What to do with returns that are not positive definite.',
  {
    REFUSE: 'Refuse them.',
    REPAIR: 'Take the nearest that are, and say so.',
  },
);

export const SimulationKindEnum = enumOf('SimulationKind', 'What is compared in a simulated market.', {
  EXECUTION: 'Policies that work one order in the market of agents.',
  AUCTIONS: 'Numbers of dealers asked for quotes.',
});

export const JobPriorityEnum = enumOf('JobPriority', 'How urgent work is: the urgent is begun first.', {
  INTERACTIVE: 'Somebody waits for it.',
  BULK: 'It may take its time.',
});

export const ForecastBatchStateEnum = enumOf('ForecastBatchState', 'Where a batch of forecasts stands.', {
  QUEUED: 'Waiting for a worker.',
  RUNNING: 'A worker forecasts its orders.',
  DONE: 'Every order has its answer.',
  FAILED: 'It failed; failureReason says why.',
  CANCELLED: 'Its desk wants no more of it; the answers that are there are kept.',
  EXPIRED: 'Its deadline passed before every order was answered; the answers that are there are kept.',
});

export const SimulationRunStateEnum = enumOf('SimulationRunState', 'Where a simulation run stands.', {
  QUEUED: 'Waiting for a worker.',
  RUNNING: 'Workers simulate its seeds.',
  DONE: 'Every seed has its result.',
  FAILED: 'It failed; failureReason says why.',
  CANCELLED: 'Somebody of the desk wanted no more of it.',
});

export const ScheduleEnum = enumOf('Schedule', 'How an order is spread over its horizon.', {
  TWAP: 'The same in every interval.',
  VWAP: 'By the curve of a usual day’s volume.',
  POV: 'A share of all volume; participationRate says which.',
  ALMGREN_CHRISS: 'Sooner, by urgency, to bear less risk.',
});

export const PlacementEnum = enumOf('Placement', 'How the children of a schedule are placed.', {
  TAKE: 'Market orders.',
  POST: 'At the best price of the own side, followed from decision to decision.',
});

export const DealerQuotingEnum = enumOf('DealerQuoting', 'How simulated dealers price.', {
  PARAMETRIC: 'Exactly the competitors of the hit model.',
  STRATEGIC: 'What is best for them, this once: hit probability, hedge, inventory, leakage.',
});

export const ComparabilityEnum = enumOf(
  'Comparability',
  'What earlier requests have in common with the planned one: the narrowest of these that holds at least 100.',
  {
    INSTRUMENT_AND_SIZE: 'The instrument, and a size from a third of it to three times as much.',
    INSTRUMENT: 'The instrument.',
    CLASS_AND_SIZE: 'The kind of the instrument, and the size in days of volume.',
    CLASS: 'The kind of the instrument, such as EQUITY.',
  },
);

export const RequestFormEnum = enumOf('RequestForm', 'How a request for quote is sent.', {
  ONE_WAY: 'To all at once, with the side.',
  TWO_WAY: 'To all at once, as a request for a market on both sides.',
  STAGGERED: 'To one after the other, as long as it pays.',
});

export const PanelAdviceEnum = enumOf('PanelAdvice', 'Whether to ask dealers at all.', {
  ASK: 'The first of the forms.',
  WORK_ORDER: 'Working the order is expected to cost less than asking anybody.',
});

export const PlanStrategyEnum = enumOf('PlanStrategy', 'How a parent order is paced.', {
  TWAP: 'Evenly.',
  VWAP: 'By the volume curve of the session.',
  POV: 'A share of all volume, own included: participationRate.',
  IMPLEMENTATION_SHORTFALL: 'Least expected cost + riskAversion x variance.',
  LEAST_VALUE_AT_RISK: 'Least cost that is not exceeded with a probability.',
  LIQUIDITY_SEEKING: 'What waiting orders are expected to get, as soon as they may.',
});

export const ImpactKernelEnum = enumOf('ImpactKernel', 'How impact decays.', {
  EXPONENTIAL: 'exp(-resiliencePerSecond t).',
  POWER_LAW: '(1 + (t / lagSeconds)^2)^(-exponent / 2).',
});

export const SliceKindEnum = enumOf('SliceKind', 'Where a slice of a plan is traded.', {
  CONTINUOUS: 'Over its interval.',
  AUCTION: 'At once, in an auction.',
});

export const PlanPhaseEnum = enumOf('PlanPhase', 'Where a followed plan stands.', {
  WAITING: 'No slice is worked now.',
  WORKING: 'A slice is worked.',
  PAUSED: 'There is no market to work in.',
  COMPLETED: 'All is done.',
  EXPIRED: 'The time is over before all was done.',
});

export const PlanTriggerEnum = enumOf('PlanTrigger', 'What has gone off while a plan is followed.', {
  SPREAD: 'The spread is wide: the market is tense.',
  VOLATILITY: 'The mid moves much: the market is tense.',
  THINNESS: 'Little is shown at the best prices: the market is tense.',
  STRESS: 'The spread is so wide that nothing is taken.',
  LEAK: 'The price moves against the order by more than chance and its own impact explain.',
  PRICE_RANGE: 'The price has left the range that was expected: nothing is taken.',
  PRICE_BOUND: "The other side's price is beyond the limit of the slice: nothing is taken.",
  FINISH: 'The end is near: completion comes before cost.',
});

export const ControlRegimeEnum = enumOf('ControlRegime', 'What the rules of control take the market to be.', {
  CALM: 'As usual.',
  TENSE: 'Wide, thin or volatile: more patience before anything is taken.',
  STRESSED: 'So wide that nothing is taken.',
});

export const ControlLinkEnum = enumOf(
  'ControlLink',
  'A link of the fallback chain, in the order in which it is asked.',
  {
    LEARNED: 'A trained agent.',
    RULES: 'The rules of control.',
    TWAP: 'What is left, evenly.',
    PAUSE: 'Nothing.',
  },
);

export const DoneBasisEnum = enumOf('DoneBasis', 'How it is known what of a plan is done.', {
  ASSUMED: 'What is due counts as done, except while there is no market.',
  REPORTED: 'What was reported as filled is done.',
});

export const FillLiquidityEnum = enumOf(
  'FillLiquidity',
  'How an order met the other side (FIX LastLiquidityInd 851).',
  {
    ADDED: 'It waited.',
    REMOVED: 'It took what waited.',
    AUCTION: 'In an auction.',
  },
);

export const VenueKindEnum = enumOf('VenueKind', 'What kind of place it is.', {
  LIT: 'An order book that shows its orders.',
  DARK: 'Orders wait unseen for the other side at the mid.',
  BLOCK: 'The same in large sizes.',
  PERIODIC_AUCTION: 'The same, matched every so often.',
  RFQ: 'Dealers are asked for a quote.',
});

export const IneligibleReasonEnum = enumOf('IneligibleReason', 'Why a venue may take nothing of an order.', {
  ORDER_BELOW_MINIMUM: 'The order is smaller than the least that it takes.',
  NO_CAPACITY: 'It takes less than a lot.',
  DESK_LIMIT: 'The desk allows less there than the least that it takes.',
});

export const PnlDimensionEnum = enumOf('PnlDimension', "What a dealer's trades are told apart by.", {
  CLIENT: 'Who dealt.',
  DEALER_DESK: 'The book or trader that priced it.',
  SIZE: "Share of the usual day's volume.",
  REGIME: 'Of the market, as the impact model took it to be.',
});

export const QuotingEventKindEnum = enumOf('QuotingEventKind', 'What happened to the quotes of a desk.', {
  QUOTE_REFUSED: 'A guardrail or a limit stood in the way of a quote.',
  KILL_SWITCH_ENGAGED: 'No quote leaves from here on.',
  QUOTES_TAKEN_BACK: 'Live quotes of a client in an instrument, by the kill switch.',
  KILL_SWITCH_RELEASED: 'Quotes leave again.',
});
