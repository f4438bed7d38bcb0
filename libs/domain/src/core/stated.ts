import { type Failure } from './failure.js';
import { err, ok, type Result } from './result.js';

/** Reads settings as somebody wrote them. `name`: of the whole, before every field's. What `read` refuses is a failure of the given code. */
export const readStated = <T, Code extends string>(
  code: Code,
  name: string,
  value: unknown,
  read: (stated: Stated) => T,
): Result<T, Failure<Code>> => {
  try {
    return ok(read(new Stated(value, name)));
  } catch (error) {
    if (error instanceof Refusal) return err({ code, ...error.said });
    throw error;
  }
};

class Refusal extends Error {
  constructor(readonly said: { readonly field: string; readonly message: string; readonly allowed: string }) {
    super(said.message);
  }
}

/** A value as it was written, and where. Its methods refuse, by throwing through to `readStated`, what is not as they say. */
export class Stated {
  constructor(
    private readonly value: unknown,
    private readonly place: string,
  ) {}

  numberFrom(least: number, most: number): number {
    const { value } = this;
    if (typeof value === 'number' && value >= least && value <= most) return value;
    return this.refuse(`a number from ${least} to ${most}`);
  }

  has(name: string): boolean {
    return Object.hasOwn(this.object(), name);
  }

  field<T>(name: string, usual: T, read: (stated: Stated) => T): T {
    return this.has(name) ? read(this.at(name)) : usual;
  }

  /** A field without a usual value. */
  required<T>(name: string, read: (stated: Stated) => T): T {
    return read(this.at(name));
  }

  orNull<T>(read: (stated: Stated) => T): T | null {
    return this.value === null ? null : read(this);
  }

  each<T>(read: (stated: Stated) => T): Readonly<Record<string, T>> {
    return Object.fromEntries(Object.keys(this.object()).map((name) => [name, read(this.at(name))]));
  }

  knows(names: readonly string[]): void {
    const unknown = Object.keys(this.object()).find((name) => !names.includes(name));
    if (unknown !== undefined) this.at(unknown).refuse(`no such field; one of ${names.join(', ')}`);
  }

  private at(name: string): Stated {
    return new Stated(this.object()[name], `${this.place}.${name}`);
  }

  private object(): Readonly<Record<string, unknown>> {
    const { value } = this;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
    return this.refuse('an object');
  }

  private refuse(allowed: string): never {
    throw new Refusal({ field: this.place, message: `${this.place} is ${JSON.stringify(this.value)}`, allowed });
  }
}
