import { type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import { checkIdentifier } from './validation.js';

const MAX_LENGTH = 64;

/** Checks an argument that is an id, by the rule for the ids of input classes. */
export class IdentifierPipe implements PipeTransform<string, string> {
  transform(value: string, { data = 'id' }: ArgumentMetadata): string {
    checkIdentifier(data, value, MAX_LENGTH);
    return value;
  }
}
