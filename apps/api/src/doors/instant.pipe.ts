import { type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import { type Instant } from '#domain/core';
import { checkInstant } from './validation.js';

/** Checks an argument that is an instant, when it is given, by the rule for the instants of input classes. */
export class InstantPipe implements PipeTransform<Instant | null | undefined, Instant | undefined> {
  transform(value: Instant | null | undefined, { data = 'at' }: ArgumentMetadata): Instant | undefined {
    if (value === undefined || value === null) return undefined;
    checkInstant(data, value);
    return value;
  }
}
