import { BOOK_FAMILIES, FEATURE_SET_V1, type FamilyFactory } from '#domain/features';
import { surroundings } from '../factories/feature-surroundings.js';
import { mirroredPrice } from '../factories/market-streams.js';
import { featureFamilyContract, SCALE, type MarketImage } from './feature-family.contract.js';

featureFamilyContract('the book', BOOK_FAMILIES);

const contextOf = (image: MarketImage) =>
  surroundings({
    price: image === 'MIRRORED' ? mirroredPrice : (price) => (image === 'SCALED' ? SCALE * price : price),
    isMirrored: image === 'MIRRORED',
  });

/** The market itself is a peer of which everything is known. */
const withPeer =
  (factory: FamilyFactory): FamilyFactory =>
  (context) =>
    factory({ ...context, peer: context.view });

const others = FEATURE_SET_V1.families.filter((factory) => !BOOK_FAMILIES.includes(factory));
featureFamilyContract('all else', others.map(withPeer), { contextOf, stretch: 10 });
