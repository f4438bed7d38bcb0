import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EventQueue, MessageQueue } from './index.js';

/** A time to schedule at, or undefined to take. */
const steps = fc.array(fc.option(fc.integer({ min: 0, max: 20 }), { nil: undefined }), { maxLength: 200, size: 'max' });

describe('EventQueue', () => {
  it('gives what is due first, and of equals what was scheduled first', () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        const queue = new EventQueue();
        const [taken, expected]: number[][] = [[], []];
        const naive: { time: number; item: number }[] = [];
        for (const [item, time] of sequence.entries()) {
          if (time !== undefined) {
            queue.schedule(time, item);
            naive.push({ time, item });
          } else if (naive.length > 0) {
            naive.sort((a, b) => a.time - b.time || a.item - b.item);
            taken!.push(queue.nextTime, queue.take(), queue.length);
            const first = naive.shift()!;
            expected!.push(first.time, first.item, naive.length);
          }
        }
        expect(taken).toEqual(expected);
      }),
    );
  });

  it.each([NaN, Infinity, -Infinity])('refuses time %d', (time) => {
    expect(() => {
      new EventQueue().schedule(time, 1);
    }).toThrow(RangeError);
  });

  it('has nothing due when it is empty', () => {
    expect(new EventQueue().nextTime).toBe(Infinity);
    expect(() => new EventQueue().take()).toThrow(RangeError);
  });
});

describe('MessageQueue', () => {
  it('delivers every message once, whole, in order', () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        const queue = new MessageQueue(3);
        const [taken, expected]: number[][][] = [[], []];
        const sent: number[][] = [];
        for (const [number, time] of sequence.entries()) {
          if (time !== undefined) {
            const row = queue.post(time);
            queue.fields.set([time, number, -number], row);
            sent.push([time, number, -number]);
          } else if (sent.length > 0) {
            sent.sort((a, b) => a[0]! - b[0]! || a[1]! - b[1]!);
            expected!.push(sent.shift()!);
            const row = queue.take();
            taken!.push([...queue.fields.subarray(row, row + 3)]);
            queue.release(row);
          }
        }
        expect(taken).toEqual(expected);
        expect(queue.length).toBe(sent.length);
      }),
    );
  });
});
