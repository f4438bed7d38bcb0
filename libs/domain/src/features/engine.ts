import { type StateReader, type StateWriter } from '#domain/core';
import { type MarketListener, type MarketView } from '#domain/market-data';
import { type FeatureDefinition } from './definition.js';
import { type FamilyFactory, type FeatureContext, type FeatureFamily } from './family.js';

type Hook = keyof MarketListener | 'onQuote';
type Listening<Name extends Hook> = FeatureFamily & Required<Pick<FeatureFamily, Name>>;

const listening = <Name extends Hook>(families: readonly FeatureFamily[], hook: Name): readonly Listening<Name>[] =>
  families.filter((family): family is Listening<Name> => family[hook] !== undefined);

/**
 * A feature set at work on one instrument: hears its market event by event and says the features as of any moment. The same
 * code serves the live path, the replay and the training export; a later event changes nothing that was said before.
 */
export class FeatureEngine implements MarketListener {
  readonly definitions: readonly FeatureDefinition[];
  private readonly families: readonly FeatureFamily[];
  private readonly quoteFamilies: readonly Listening<'onQuote'>[];
  private readonly bookFamilies: readonly Listening<'onBook'>[];
  private readonly tradeFamilies: readonly Listening<'onTrade'>[];
  private readonly secondFamilies: readonly Listening<'onSecond'>[];
  /** The quote that was told last. */
  private bidPrice = NaN;
  private bidSize = NaN;
  private askPrice = NaN;
  private askSize = NaN;
  private mid = NaN;

  constructor(
    private readonly context: FeatureContext,
    factories: readonly FamilyFactory[],
  ) {
    this.families = factories.map((create) => create(context));
    this.definitions = this.families.flatMap(({ definitions }) => definitions);
    this.quoteFamilies = listening(this.families, 'onQuote');
    this.bookFamilies = listening(this.families, 'onBook');
    this.tradeFamilies = listening(this.families, 'onTrade');
    this.secondFamilies = listening(this.families, 'onSecond');
  }

  onBook(view: MarketView): void {
    if (this.isNewQuote(view)) for (const family of this.quoteFamilies) family.onQuote(view);
    for (const family of this.bookFamilies) family.onBook(view);
  }

  onTrade(view: MarketView): void {
    for (const family of this.tradeFamilies) family.onTrade(view);
  }

  onSecond(view: MarketView, second: number): void {
    for (const family of this.secondFamilies) family.onSecond(view, second);
  }

  /** The vector as of the view's time, in the order of `definitions`; NaN where a value is missing. */
  write(out: Float64Array): void {
    let offset = 0;
    for (const family of this.families) {
      family.write(this.context.view, out, offset);
      offset += family.definitions.length;
    }
  }

  save(into: StateWriter): void {
    for (const family of this.families) family.save(into);
    into.numbers([this.bidPrice, this.bidSize, this.askPrice, this.askSize, this.mid]);
  }

  restore(from: StateReader): void {
    for (const family of this.families) family.restore(from);
    const told = from.array();
    this.bidPrice = told[0]!;
    this.bidSize = told[1]!;
    this.askPrice = told[2]!;
    this.askSize = told[3]!;
    this.mid = told[4]!;
  }

  /** Also where there is no mid: that compares with nothing. */
  private isNewQuote({ bidPrice, bidSize, askPrice, askSize, mid }: MarketView): boolean {
    if (
      bidPrice === this.bidPrice &&
      bidSize === this.bidSize &&
      askPrice === this.askPrice &&
      askSize === this.askSize &&
      mid === this.mid
    ) {
      return false;
    }
    this.bidPrice = bidPrice;
    this.bidSize = bidSize;
    this.askPrice = askPrice;
    this.askSize = askSize;
    this.mid = mid;
    return true;
  }
}
