import { Field, ID, InputType } from '@nestjs/graphql';
import { type Side } from '#domain/core';
import { type QuantityUnit } from '#domain/rfq';
import { decimal, identifier } from '../doors/validation.js';
import { DecimalScalar } from './decimal.scalar.js';
import { QuantityUnitEnum, SideEnum } from './enums.js';

/** A block as every input that is about one states it. */
@InputType({ isAbstract: true })
export abstract class BlockInput {
  @identifier(64)
  @Field(() => ID)
  instrumentId!: string;

  @Field(() => SideEnum)
  side!: Side;

  @decimal({ above: 0, atMost: 1e15 })
  @Field(() => DecimalScalar)
  quantity!: number;

  @Field(() => QuantityUnitEnum, { nullable: true })
  quantityUnit: QuantityUnit = 'UNITS';
}
