import { describe, expect, it } from '@jest/globals';
import { type WebSocket } from 'ws';
import { Subscriber } from './subscriber.js';

/** A connection whose reader takes messages only when told to. */
class SlowSocket {
  bufferedAmount = 0;
  terminated = false;
  readonly sent: string[] = [];

  send(message: string): void {
    this.sent.push(message);
  }

  terminate(): void {
    this.terminated = true;
  }
}

const subscriberOf = (socket: SlowSocket): Subscriber =>
  new Subscriber(socket as unknown as WebSocket, {
    state: () => 'everything',
    update: (instrumentIds) => `latest of ${[...instrumentIds].join(', ')}`,
  });

const FULL = 1024 * 1024;

describe('Subscriber', () => {
  it('sends updates as they are to a reader that keeps up', () => {
    const socket = new SlowSocket();
    const subscriber = subscriberOf(socket);
    subscriber.sendUpdate(['A'], 'update 1', 0);
    subscriber.sendUpdate([], 'update 2', 50);
    expect(socket.sent).toEqual(['update 1', 'update 2']);
  });

  it('sends nothing to a reader that is behind, and once it has caught up the latest of what it missed', () => {
    const socket = new SlowSocket();
    const subscriber = subscriberOf(socket);
    socket.bufferedAmount = FULL;
    for (let i = 0; i < 100; i += 1) subscriber.sendUpdate([i % 2 === 0 ? 'A' : 'B'], `update ${i}`, i);
    expect(socket.sent).toEqual([]);
    socket.bufferedAmount = 0;
    subscriber.sendUpdate(['C'], 'update 100', 100);
    subscriber.sendUpdate(['C'], 'update 101', 101);
    expect(socket.sent).toEqual(['latest of A, B, C', 'update 101']);
  });

  it('sends everything to a reader that missed the beginning of a day', () => {
    const socket = new SlowSocket();
    const subscriber = subscriberOf(socket);
    socket.bufferedAmount = FULL;
    subscriber.sendState(0);
    subscriber.sendUpdate(['A'], 'update', 50);
    socket.bufferedAmount = 0;
    subscriber.sendUpdate(['A'], 'update', 100);
    subscriber.sendUpdate(['B'], 'update', 150);
    expect(socket.sent).toEqual(['everything', 'update']);
  });

  it('cuts off a reader that takes nothing for ten seconds', () => {
    const socket = new SlowSocket();
    const subscriber = subscriberOf(socket);
    socket.bufferedAmount = FULL;
    subscriber.sendUpdate([], 'update', 1_000);
    subscriber.sendUpdate([], 'update', 11_000);
    expect(socket.terminated).toBe(false);
    subscriber.sendUpdate([], 'update', 11_001);
    expect(socket.terminated).toBe(true);
  });
});
