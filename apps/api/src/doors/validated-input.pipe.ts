import { type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import { hasRules, validated } from './validation.js';

/** Checks every argument that is an input class by its class-validator rules. */
export class ValidatedInputPipe implements PipeTransform {
  transform(value: unknown, { metatype }: ArgumentMetadata): unknown {
    return metatype !== undefined && typeof value === 'object' && value !== null && hasRules(metatype)
      ? validated(metatype as new () => object, value)
      : value;
  }
}
