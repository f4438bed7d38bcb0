import {
  ArrayMaxSize,
  ArrayMinSize,
  getMetadataStorage,
  IsOptional,
  ValidateBy,
  ValidateNested,
  validateSync,
  type MetadataStorage,
  type ValidationError,
} from 'class-validator';
import { type ValidationMetadata } from 'class-validator/types/metadata/ValidationMetadata.js';
import { type Instant } from '#domain/core';
import { GraphQLError } from 'graphql';
import { MAX_SIGNIFICANT_DIGITS } from '../graphql/decimal.scalar.js';
import { NOT_AN_INSTANT } from '../graphql/instant.scalar.js';

interface Bounds {
  readonly above?: number;
  readonly atLeast?: number;
  readonly atMost: number;
}

/** A finite number within bounds. */
export const decimal = (bounds: Bounds): PropertyDecorator =>
  rule('decimal', `a decimal number ${DIGITS}, ${boundsText(bounds)}`, inBounds(bounds));

/** A list whose every element is a finite number within bounds. */
export const decimals = (
  { atLeast = 0, atMost }: { readonly atLeast?: number; readonly atMost: number },
  bounds: Bounds,
): PropertyDecorator => {
  const fits = inBounds(bounds);
  return rule(
    'decimals',
    `a list of ${atLeast === 0 ? 'at most' : `${atLeast} to`} ${atMost} decimal numbers ${DIGITS}, ${boundsText(bounds)}`,
    (value) => Array.isArray(value) && value.length >= atLeast && value.length <= atMost && value.every(fits),
  );
};

/** Rows of finite numbers within bounds, at most so many, each of at most so many. */
export const matrix = (rowsMost: number, columnsMost: number, bounds: Bounds): PropertyDecorator => {
  const fits = inBounds(bounds);
  return rule(
    'matrix',
    `at most ${rowsMost} rows of at most ${columnsMost} decimal numbers ${DIGITS}, ${boundsText(bounds)}`,
    (value) =>
      Array.isArray(value) &&
      value.length <= rowsMost &&
      value.every((row) => Array.isArray(row) && row.length <= columnsMost && row.every(fits)),
  );
};

/** Printable text without surrounding space, of 1 to `maxLength` characters. */
export const identifier = (maxLength: number): PropertyDecorator =>
  rule('identifier', identifierText(maxLength), isIdentifier(maxLength));

/** The same for an argument that is no input class. Throws a GraphQLError with code INVALID_INPUT. */
export const checkIdentifier = (field: string, value: unknown, maxLength: number): void => {
  if (!isIdentifier(maxLength)(value)) throw invalidInput([{ field, allowed: identifierText(maxLength) }]);
};

/** A list of 1 to `atMost` such texts. */
export const identifiers = (maxLength: number, atMost: number): PropertyDecorator => {
  const fits = isIdentifier(maxLength);
  return rule(
    'identifiers',
    `a list of 1 to ${atMost}, each ${identifierText(maxLength)}`,
    (value) => Array.isArray(value) && value.length >= 1 && value.length <= atMost && value.every(fits),
  );
};

const identifierText = (maxLength: number): string =>
  `text of 1 to ${maxLength} printable characters without surrounding space`;

const isIdentifier =
  (maxLength: number) =>
  (value: unknown): boolean =>
    typeof value === 'string' &&
    value.length > 0 &&
    value.length <= maxLength &&
    PRINTABLE.test(value) &&
    value.trim() === value;

/** An instant between the years 1970 and 2200. */
export const instant = (): PropertyDecorator => rule('instant', INSTANT_TEXT, isInstant);

/** The same for an argument that is no input class. Throws a GraphQLError with code INVALID_INPUT. */
export const checkInstant = (field: string, value: unknown): void => {
  if (!isInstant(value)) throw invalidInput([{ field, allowed: INSTANT_TEXT }]);
};

const INSTANT_TEXT = 'an instant in ISO 8601 with a zone, between the years 1970 and 2200, e.g. 2012-06-21T13:30:00Z';

const isInstant = (value: unknown): boolean =>
  typeof value === 'bigint' && value !== NOT_AN_INSTANT && value >= 0n && value < LATEST;

/** A list of one class's objects, of 1 to `atMost`. */
export const list =
  (of: () => new () => object, atMost: number): PropertyDecorator =>
  (target, property) => {
    nestedClasses.set(nestedKey(target.constructor, property), of);
    const message = `$property must be a list of 1 to ${atMost}`;
    ArrayMinSize(1, { message })(target, property);
    ArrayMaxSize(atMost, { message })(target, property);
    ValidateNested({ each: true })(target, property);
  };

/** One object of a class. */
export const nested =
  (of: () => new () => object): PropertyDecorator =>
  (target, property) => {
    nestedClasses.set(nestedKey(target.constructor, property), of);
    ValidateNested()(target, property);
  };

/** One object of a class that says one of several things: exactly one of the fields is given. */
export const oneOf =
  (of: () => new () => object, fields: readonly string[]): PropertyDecorator =>
  (target, property) => {
    nested(of)(target, property);
    rule('oneOf', `given by exactly one of: ${fields.join(', ')}`, givesOne)(target, property);
  };

const givesOne = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  Object.values(value).filter((field) => field !== undefined && field !== null).length === 1;

/** Null and absent are the same, and allowed. */
export const optional = (): PropertyDecorator => IsOptional();

/**
 * A GraphQL argument as `target`, checked by class-validator's rules.
 * Throws a GraphQLError with code INVALID_INPUT that names every wrong field and says what is allowed there.
 */
export const validated = <T extends object>(target: new () => T, plain: object): T => {
  if (passes(target, plain as Properties)) return plain as T;
  const instance = instantiate(target, plain);
  const errors = validateSync(instance);
  if (errors.length > 0) throw invalidInput(fieldErrors(errors));
  return instance;
};

/** Whether a class has rules to be checked by. */
export const hasRules = (target: object): boolean => checksOf(target).length > 0;

export interface InvalidField {
  readonly field: string;
  readonly allowed: string;
}

export const invalidInput = (fields: readonly InvalidField[]): GraphQLError =>
  new GraphQLError(fields.map(({ field, allowed }) => `${field} must be ${allowed}`).join('; '), {
    extensions: { code: 'INVALID_INPUT', fields },
  });

const DIGITS = `of at most ${MAX_SIGNIFICANT_DIGITS} significant digits`;
const PRINTABLE = /^[^\p{C}]+$/u;
const LATEST: Instant = 7_258_118_400_000_000_000n;

const rule = (name: string, allowed: string, validate: (value: unknown) => boolean): PropertyDecorator =>
  ValidateBy({ name, validator: { validate, defaultMessage: () => `$property must be ${allowed}` } });

const inBounds =
  ({ above = -Infinity, atLeast = -Infinity, atMost }: Bounds) =>
  (value: unknown): boolean =>
    typeof value === 'number' && value > above && value >= atLeast && value <= atMost;

const boundsText = ({ above, atLeast, atMost }: Bounds): string =>
  `${above !== undefined ? `above ${above}` : `from ${atLeast ?? '-infinity'}`} ${above !== undefined ? 'and at most' : 'to'} ${atMost}`;

const nestedClasses = new Map<string, () => new () => object>();
const classIds = new Map<object, number>();
const nestedKey = (target: object, property: PropertyKey): string => {
  let id = classIds.get(target);
  if (id === undefined) classIds.set(target, (id = classIds.size));
  return `${id}.${String(property)}`;
};

/** The class of a property's objects, as it or a class that it extends says. */
const nestedClass = (target: object, property: PropertyKey): (() => new () => object) | undefined => {
  for (let of: object | null = target; of !== null; of = Object.getPrototypeOf(of) as object | null) {
    const found = nestedClasses.get(nestedKey(of, property));
    if (found !== undefined) return found;
  }
  return undefined;
};

// GraphQL arguments have no prototype; class-validator finds its rules by class. Null means absent.
const instantiate = <T extends object>(target: new () => T, plain: object): T => {
  const instance = new target() as Record<string, unknown>;
  for (const [key, value] of Object.entries(plain)) {
    if (value === null) continue;
    const of = typeof value === 'object' ? nestedClass(target, key)?.() : undefined;
    if (of === undefined) instance[key] = value;
    else if (Array.isArray(value)) instance[key] = (value as object[]).map((item) => instantiate(of, item));
    else instance[key] = instantiate(of, value as object);
  }
  return instance as T;
};

type Properties = Readonly<Record<string, unknown>>;
type Check = (properties: Properties) => boolean;
const compiledChecks = new Map<object, readonly Check[]>();

// class-validator interprets its metadata on every call, which costs more than the scoring itself. The same metadata,
// read once, answers the common case on the argument as it came; a null or a failure goes through class-validator.
const passes = (target: object, properties: Properties): boolean => {
  for (const check of checksOf(target)) if (!check(properties)) return false;
  for (const name in properties) if (properties[name] === null) return false;
  return true;
};

const checksOf = (target: object): readonly Check[] => {
  let checks = compiledChecks.get(target);
  if (checks === undefined) compiledChecks.set(target, (checks = compile(target)));
  return checks;
};

const compile = (target: object): readonly Check[] => {
  const storage = getMetadataStorage();
  const all = storage.getTargetValidationMetadatas(target as never, '', true, false);
  const optionalProperties = new Set(
    all.filter((rule) => rule.type === 'conditionalValidation').map((rule) => rule.propertyName),
  );
  return all
    .filter((rule) => rule.type !== 'conditionalValidation')
    .map((rule): Check => {
      const { propertyName } = rule;
      const holds = rule.type === 'nestedValidation' ? eachPasses(target, propertyName) : ruleHolds(storage, rule);
      return optionalProperties.has(propertyName)
        ? (properties) => properties[propertyName] === undefined || holds(properties[propertyName])
        : (properties) => holds(properties[propertyName]);
    });
};

const eachPasses = (target: object, propertyName: string): ((value: unknown) => boolean) => {
  const of = nestedClass(target, propertyName)!();
  return (value) =>
    value !== null && (Array.isArray(value) ? value : [value]).every((item) => passes(of, item as Properties));
};

const ruleHolds = (
  storage: MetadataStorage,
  { propertyName, constraintCls, constraints }: ValidationMetadata,
): ((value: unknown) => boolean) => {
  const [constraint] = storage.getTargetValidatorConstraints(constraintCls);
  const args = { value: undefined, constraints, targetName: '', object: {}, property: propertyName };
  return (value) => constraint!.instance.validate(value, args) === true;
};

const fieldErrors = (errors: readonly ValidationError[], prefix = ''): readonly InvalidField[] =>
  errors.flatMap((error) => {
    const field = `${prefix}${error.property}`;
    const own = Object.values(error.constraints ?? {}).map((message) => ({
      field,
      allowed: message.replace(new RegExp(`^${error.property} must be `), ''),
    }));
    return [...own, ...fieldErrors(error.children ?? [], `${field}.`)];
  });
