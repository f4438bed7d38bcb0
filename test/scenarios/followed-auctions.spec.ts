import { describe, expect, it, jest } from '@jest/globals';
import { MemoryQuoteRequestStore } from '#adapters/memory';
import { followAuctions, openLive } from '../factories/rfq-live.js';

jest.setTimeout(120_000);

describe('200 auctions of ten dealers at once', () => {
  it('every subscriber, fast or slow, sees versions in order and how it ended', async () => {
    const seen = await followAuctions(openLive(new MemoryQuoteRequestStore()), 200);
    // One opening, ten quotes, a lift, a fill.
    expect(seen.filter(({ last }) => last.version !== 13 || last.state.filledLots !== 1_000)).toEqual([]);
    expect(seen.filter(({ versions }) => versions.some((version, i) => i > 0 && version < versions[i - 1]!))).toEqual(
      [],
    );
  });
});
