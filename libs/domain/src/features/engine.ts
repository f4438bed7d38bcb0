import { type StateReader, type StateWriter } from '#domain/core';
import { type MarketListener, type MarketView } from '#domain/market-data';
import { type FeatureDefinition } from './definition.js';
import { type FamilyFactory, type FeatureContext, type FeatureFamily } from './family.js';

type Listening<Hook extends keyof MarketListener> = FeatureFamily & Pick<MarketListener, Hook>;

const listening = <Hook extends keyof MarketListener>(
  families: readonly FeatureFamily[],
  hook: Hook,
): readonly Listening<Hook>[] => families.filter((family): family is Listening<Hook> => family[hook] !== undefined);

/**
 * A feature set at work on one instrument: hears its market event by event and says the features as of any moment. The same
 * code serves the live path, the replay and the training export; a later event changes nothing that was said before.
 */
export class FeatureEngine implements MarketListener {
  readonly definitions: readonly FeatureDefinition[];
  private readonly families: readonly FeatureFamily[];
  private readonly bookFamilies: readonly Listening<'onBook'>[];
  private readonly tradeFamilies: readonly Listening<'onTrade'>[];
  private readonly secondFamilies: readonly Listening<'onSecond'>[];

  constructor(
    private readonly context: FeatureContext,
    factories: readonly FamilyFactory[],
  ) {
    this.families = factories.map((create) => create(context));
    this.definitions = this.families.flatMap(({ definitions }) => definitions);
    this.bookFamilies = listening(this.families, 'onBook');
    this.tradeFamilies = listening(this.families, 'onTrade');
    this.secondFamilies = listening(this.families, 'onSecond');
  }

  onBook(view: MarketView): void {
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
  }

  restore(from: StateReader): void {
    for (const family of this.families) family.restore(from);
  }
}
