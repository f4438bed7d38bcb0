import { BOOK_FAMILIES } from '#domain/features';
import { featureFamilyContract } from './feature-family.contract.js';

for (const factory of BOOK_FAMILIES) featureFamilyContract(factory);
