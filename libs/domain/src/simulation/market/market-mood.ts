import { eventTension, tenseFactor } from '#domain/execution';
import { type MakerMood } from '../flow/makers/market-makers.js';
import { type ScheduledNews } from '../flow/news/scheduled-news.js';

/** How cautious the market is at a time of the session: the product over all news of what each one does then. */
export class MarketMood implements MakerMood {
  constructor(
    private readonly news: readonly ScheduledNews[],
    private readonly now: () => number,
  ) {}

  get spreadFactor(): number {
    return this.product(({ spreadFactor }) => spreadFactor);
  }

  get depthFactor(): number {
    return this.product(({ depthFactor }) => depthFactor);
  }

  get volatilityFactor(): number {
    return this.product(({ volatilityFactor }) => volatilityFactor);
  }

  private product(heightOf: (news: ScheduledNews) => number): number {
    if (this.news.length === 0) return 1;
    const seconds = this.now();
    return this.news.reduce((factor, news) => factor * tenseFactor(heightOf(news), eventTension(news, seconds)), 1);
  }
}
