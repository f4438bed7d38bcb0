import { type Socket } from 'node:net';

/** How many sockets of each address are open. */
export class OpenSockets {
  private readonly open = new Map<string, number>();

  constructor(private readonly perAddressMax: number) {}

  /** Counts a socket until it closes; false, and not counted, where its address has as many as it may. */
  admit(address: string, socket: Socket): boolean {
    const others = this.open.get(address) ?? 0;
    if (others >= this.perAddressMax) return false;
    this.open.set(address, others + 1);
    socket.once('close', () => {
      this.leave(address);
    });
    return true;
  }

  private leave(address: string): void {
    const left = (this.open.get(address) ?? 0) - 1;
    if (left > 0) this.open.set(address, left);
    else this.open.delete(address);
  }
}
