import { StreamHash } from '../stream-hash.js';
import { type AuctionListener } from './auction-events.js';

/** Hashes every event, and counts them by kind: what two runs must agree in. */
export class AuctionTape implements AuctionListener {
  private readonly hash = new StreamHash();
  /** By `AuctionEventKind`. */
  readonly counts = new Float64Array(16);

  event(
    kind: number,
    timeNs: number,
    auction: number,
    dealer: number,
    side: number,
    price: number,
    quantity: number,
  ): void {
    const { hash } = this;
    hash.add(kind);
    hash.add(timeNs);
    hash.add(auction);
    hash.add(dealer);
    hash.add(side);
    this.addBits(price);
    this.addBits(quantity);
    this.counts[kind]! += 1;
  }

  settled(): void {
    // Everything that an auction ends with was an event.
  }

  digest(): string {
    return this.hash.digest();
  }

  /** A double as its two words: every last bit counts. */
  private addBits(value: number): void {
    DOUBLE[0] = value;
    this.hash.add(WORDS[0]!);
    this.hash.add(WORDS[1]!);
  }
}

const DOUBLE = new Float64Array(1);
const WORDS = new Uint32Array(DOUBLE.buffer);
