import { type Exploration } from '../exploration/index.js';
import { type FlowLimits, type Guardrails } from '../guardrails/index.js';

/** What a dealer's desk has settled about its quotes, in blocks of the standard quantity (`standardBlockUnits`). */
export interface QuotingPolicy {
  /** gamma, positive: per bps x block. */
  readonly riskAversion: number;
  /** What every block beyond the first adds to the usual half-spread, as a share of it. */
  readonly sizeSlope: number;
  /** With less than this near the best prices the lit market is thin. */
  readonly thinDepthBlocks: number;
  /** The largest size that is priced. */
  readonly blocksMax: number;
  /** Correlation of the returns of any two instruments, within [0, 1). */
  readonly correlation: number;
  readonly validSecondsMin: number;
  readonly validSecondsMax: number;
  /** How long an acceptance may be held before it is answered; 0: last look is off. Disclosed with every quote. */
  readonly lastLookMs: number;
  /** null: no price is moved at random. */
  readonly exploration: Exploration | null;
  readonly guardrails: Guardrails;
  /** Of each client. */
  readonly clientLimits: FlowLimits;
  /** Of clients who have their own, by name. */
  readonly limitsByClient: Readonly<Record<string, FlowLimits>>;
  /** Of all together. */
  readonly deskLimits: FlowLimits;
}

/** Messages are counted over so long; seconds of session time. */
export const MESSAGE_WINDOW_SECONDS = 1;

/** Of a desk that has settled nothing else. */
export const DEFAULT_QUOTING_POLICY: QuotingPolicy = {
  riskAversion: 0.002,
  sizeSlope: 0.1,
  thinDepthBlocks: 0.002,
  blocksMax: 50,
  correlation: 0.3,
  validSecondsMin: 1,
  validSecondsMax: 30,
  lastLookMs: 0,
  exploration: null,
  guardrails: {
    minSpreadBps: 1,
    maxSpreadBps: 1_000,
    maxSkewBps: 10,
    inventoryBlocksMax: 100,
    marketAgeSecondsMax: 60,
  },
  clientLimits: { notionalMax: 1e9, messagesMax: 1_000 },
  limitsByClient: {},
  deskLimits: { notionalMax: 1e10, messagesMax: 10_000 },
};

/** Of a client by name; '' is whoever is not named. */
export const limitsOf = ({ clientLimits, limitsByClient }: QuotingPolicy, client: string): FlowLimits =>
  Object.hasOwn(limitsByClient, client) ? limitsByClient[client]! : clientLimits;

/** Share of the usual daily volume that is one block. */
const BLOCK_OF_DAILY_VOLUME = 0.01;

/** The standard quantity: a hundredth of the usual daily volume, so that one policy fits instruments of any size. Units. */
export const standardBlockUnits = (averageDailyVolume: number): number => BLOCK_OF_DAILY_VOLUME * averageDailyVolume;
