import { Transform } from 'class-transformer';
import { IsArray, IsIn, IsInt, IsNumber, IsOptional, IsString, Matches, Max, Min, ValidateBy } from 'class-validator';

/** One decorator per kind of variable; its message completes "NAME ...". */

const all =
  (...decorators: readonly PropertyDecorator[]): PropertyDecorator =>
  (target, name) => {
    for (const decorate of decorators) decorate(target, name);
  };

export const optional = IsOptional;

export const databaseUrl = (): PropertyDecorator =>
  Matches(/^postgres(ql)?:\/\/\S+$/, {
    message: 'must be a PostgreSQL URL: postgresql://user:password@host:port/database',
  });

export const redisUrl = (): PropertyDecorator =>
  Matches(/^rediss?:\/\/\S+$/, { message: 'must be a Redis URL: redis://host:port, or absent to queue in PostgreSQL' });

export const webSocketUrl = (): PropertyDecorator =>
  Matches(/^wss?:\/\/\S+$/, { message: 'must be a WebSocket URL: ws://host:port' });

export const text = (): PropertyDecorator => IsString({ message: 'must be text' });

export const port = (): PropertyDecorator => {
  const message = 'must be an integer from 1 to 65535';
  return all(number(), IsInt({ message }), Min(1, { message }), Max(65_535, { message }));
};

export const integer = (): PropertyDecorator => {
  const message = 'must be an integer from 0 to 4294967295';
  return all(number(), IsInt({ message }), Min(0, { message }), Max(4_294_967_295, { message }));
};

export const speed = (): PropertyDecorator => {
  const message = 'must be a number from 0.01 to 100000 (1 is real time)';
  return all(number(), IsNumber({}, { message }), Min(0.01, { message }), Max(100_000, { message }));
};

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

export const logLevel = (): PropertyDecorator =>
  IsIn(LOG_LEVELS, { message: `must be one of ${LOG_LEVELS.join(', ')}` });

const EXECUTION_PROVIDERS = ['CUDA', 'WEBGPU', 'CPU'];

/** Names with commas between them, which become a list. */
export const executionProviders = (): PropertyDecorator => {
  const message = `must name some of ${EXECUTION_PROVIDERS.join(', ')}, in order of preference, e.g. CUDA,CPU`;
  return all(
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.split(',') : value)),
    IsIn(EXECUTION_PROVIDERS, { each: true, message }),
  );
};

export const paths = (): PropertyDecorator => {
  const message = 'must be a JSON array of paths, e.g. ["day1.zip"]';
  return all(json(), IsArray({ message }), IsString({ each: true, message }));
};

export const keyPerRole = (): PropertyDecorator =>
  all(
    json(),
    ValidateBy({
      name: 'keyPerRole',
      validator: { validate: isRecordOfText, defaultMessage: () => 'must be a JSON object of role to key' },
    }),
  );

const isRecordOfText = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every((item) => typeof item === 'string');

const number = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? Number(value) : value));

/** A text that is not JSON stays a text, which the checks behind it then refuse. */
const json = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) => {
    if (typeof value !== 'string') return value;
    try {
      return JSON.parse(value) as unknown;
    } catch {
      return value;
    }
  });
