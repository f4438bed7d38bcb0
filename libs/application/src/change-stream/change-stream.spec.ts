import { describe, expect, it } from '@jest/globals';
import { SubscriberTooSlow, type DeskEvent } from '#application/ports';
import { ChangeStream } from './change-stream.js';

const change = (id: string): DeskEvent => ({ topic: 'ANALYSIS_UPDATED', id });

const open = (unreadMax = 3) => {
  const ended: ChangeStream<DeskEvent>[] = [];
  const stream = new ChangeStream<DeskEvent>(
    unreadMax,
    ({ id }) => id,
    (which) => ended.push(which),
  );
  return { stream, ended };
};

describe('ChangeStream', () => {
  it('hands changes to a waiting reader and keeps them for a busy one, in order', async () => {
    const { stream } = open();
    const waiting = stream.next();
    for (const id of ['a', 'b', 'c']) stream.push(change(id));
    expect(await waiting).toEqual({ done: false, value: change('a') });
    expect((await stream.next()).value).toEqual(change('b'));
    expect((await stream.next()).value).toEqual(change('c'));
  });

  it('unread changes of one id are one change', async () => {
    const { stream, ended } = open(2);
    for (let i = 0; i < 1000; i += 1) stream.push(change(i % 2 === 0 ? 'a' : 'b'));
    expect(ended).toEqual([]);
    expect([(await stream.next()).value, (await stream.next()).value]).toEqual([change('a'), change('b')]);
  });

  it('ends a reader that leaves too much unread, telling it so', async () => {
    const { stream, ended } = open(3);
    for (const id of ['a', 'b', 'c', 'd', 'e']) stream.push(change(id));
    expect(ended).toEqual([stream]);
    await expect(stream.next()).rejects.toThrow(SubscriberTooSlow);
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });

  it('return ends it for every waiting reader', async () => {
    const { stream, ended } = open();
    const waiting = [stream.next(), stream.next()];
    await stream.return();
    stream.push(change('a'));
    expect(await Promise.all(waiting)).toEqual([
      { done: true, value: undefined },
      { done: true, value: undefined },
    ]);
    expect(await stream.next()).toEqual({ done: true, value: undefined });
    expect(ended).toEqual([stream]);
  });

  it('is an async iterable', async () => {
    const { stream } = open();
    stream.push(change('a'));
    stream.push(change('b'));
    const seen: string[] = [];
    for await (const { id } of stream) {
      seen.push(id);
      if (seen.length === 2) break;
    }
    expect(seen).toEqual(['a', 'b']);
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });
});
