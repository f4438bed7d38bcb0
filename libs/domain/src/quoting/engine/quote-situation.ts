import { type HitFunction } from '#domain/rfq';
import { type InventoryPenalty } from '../inventory/index.js';
import { type HitUnit } from './hit-unit.js';
import { impossible, negative, notFinite, notPositive, type ImpossibleQuote } from './impossible-quote.js';

/** What a dealer's engine sees of the market. Moves and costs are in bps of the mid, sizes in blocks of the standard quantity. */
export interface QuotedMarket {
  /** Currency per unit. */
  readonly mid: number;
  readonly tickSize: number;
  /** How far the microprice lies above the mid. */
  readonly micropriceEdgeBps: number;
  /** What the lit market shows near its best prices; the thinner side. */
  readonly depthBlocks: number;
  /** How far the fair transfer price of the dealer's own flow lies above the mid; stands in where the lit market is thin. */
  readonly fairTransferEdgeBps: number;
  readonly volatilityBpsPerSqrtSecond: number;
}

/** Who asks. */
export interface QuotedClient {
  /** The usual half-spread of the client's tier, for the standard quantity at the usual volatility. */
  readonly baseHalfSpreadBps: number;
  /** P(done) by reduced spread: the markup over the unit of the hit model. */
  readonly hits: HitFunction;
  readonly hitUnit: HitUnit;
  /** Expected move against the dealer after a trade with this client, beyond what the hedge itself causes. */
  readonly adverseMoveBps: number;
}

export interface QuotedInventory {
  /** By asset, in blocks; positive is long. */
  readonly positions: readonly number[];
  /** Index of the asset that is asked for. */
  readonly asset: number;
  readonly penalty: InventoryPenalty;
  /** Blocks per second that clients trade on either side, positive: how fast a block is internalised. */
  readonly flowBlocksPerSecond: number;
}

/** The predicted cost of laying off a block in the market, from the impact forecast. */
export interface HedgeForecast {
  readonly meanBps: number;
  readonly sdBps: number;
}

/** What the desk has settled. */
export interface DeskStyle {
  /** gamma, positive: per bps x block. */
  readonly riskAversion: number;
  readonly usualVolatilityBpsPerSqrtSecond: number;
  /** What every block beyond the standard quantity adds to the usual half-spread. */
  readonly sizeSlopeBps: number;
  /** With less depth than this the lit market is thin. */
  readonly thinDepthBlocks: number;
  /** The largest size that is priced. */
  readonly blocksMax: number;
  /** CHEAPER: keep a block or hedge it at once, whichever costs less utility; a number: that share is always hedged. */
  readonly hedging: 'CHEAPER' | number;
  /** How far inventory may move what a block costs from what it costs an empty book; Infinity: as far as it likes. */
  readonly maxSkewBps: number;
  readonly validSecondsMin: number;
  readonly validSecondsMax: number;
}

/** Everything that a quote depends on but its side and size. */
export interface QuoteSituation {
  readonly market: QuotedMarket;
  readonly client: QuotedClient;
  readonly inventory: QuotedInventory;
  readonly style: DeskStyle;
  /** The cost of trading so many blocks in the client's direction, which is the direction of the hedge. */
  readonly hedge: (clientSide: 1 | -1, blocks: number) => HedgeForecast;
}

/** The first thing that cannot be, by its name; undefined when all can. */
export const whatIsImpossible = ({ market, client, inventory, style }: QuoteSituation): ImpossibleQuote | undefined =>
  notPositive('market.mid', market.mid) ??
  notPositive('market.tickSize', market.tickSize) ??
  notFinite('market.micropriceEdgeBps', market.micropriceEdgeBps) ??
  negative('market.depthBlocks', market.depthBlocks) ??
  notFinite('market.fairTransferEdgeBps', market.fairTransferEdgeBps) ??
  notPositive('market.volatilityBpsPerSqrtSecond', market.volatilityBpsPerSqrtSecond) ??
  notPositive('client.baseHalfSpreadBps', client.baseHalfSpreadBps) ??
  notFinite('client.adverseMoveBps', client.adverseMoveBps) ??
  impossibleInventory(inventory) ??
  notPositive('style.riskAversion', style.riskAversion) ??
  notPositive('style.usualVolatilityBpsPerSqrtSecond', style.usualVolatilityBpsPerSqrtSecond) ??
  negative('style.sizeSlopeBps', style.sizeSlopeBps) ??
  negative('style.thinDepthBlocks', style.thinDepthBlocks) ??
  notPositive('style.blocksMax', style.blocksMax) ??
  (style.hedging === 'CHEAPER' || (style.hedging >= 0 && style.hedging <= 1)
    ? undefined
    : impossible('style.hedging', 'CHEAPER or a share within [0, 1]', style.hedging)) ??
  (style.maxSkewBps >= 0 ? undefined : impossible('style.maxSkewBps', 'zero or positive', style.maxSkewBps)) ??
  notPositive('style.validSecondsMin', style.validSecondsMin) ??
  (style.validSecondsMax >= style.validSecondsMin
    ? notPositive('style.validSecondsMax', style.validSecondsMax)
    : impossible('style.validSecondsMax', 'at least style.validSecondsMin', style.validSecondsMax));

const impossibleInventory = (inventory: QuotedInventory): ImpossibleQuote | undefined => {
  const { positions, asset, penalty, flowBlocksPerSecond } = inventory;
  const wrong = positions.findIndex((position) => !Number.isFinite(position));
  if (wrong >= 0) return notFinite(`inventory.positions.${wrong}`, positions[wrong]!);
  if (!Number.isInteger(asset) || asset < 0 || asset >= positions.length) {
    return impossible('inventory.asset', 'the index of one of the positions', asset);
  }
  if (penalty.matrix.length !== positions.length) {
    return impossible('inventory.penalty', 'of as many assets as positions', penalty.matrix.length);
  }
  return notPositive('inventory.flowBlocksPerSecond', flowBlocksPerSecond);
};
