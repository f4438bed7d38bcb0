/** Says where a value read from outside is not what it should be: the path of the first wrong field, undefined if none. */
export type Check = (value: unknown, path: string) => string | undefined;

const check =
  (holds: (value: unknown) => boolean): Check =>
  (value, path) =>
    holds(value) ? undefined : path;

export const text = check((value) => typeof value === 'string' && value !== '');
export const bool = check((value) => typeof value === 'boolean');
export const finite = check((value) => Number.isFinite(value));
export const positive = check((value) => Number.isFinite(value) && (value as number) > 0);
export const nonNegative = check((value) => Number.isFinite(value) && (value as number) >= 0);
export const nonNegativeInteger = check((value) => Number.isSafeInteger(value) && (value as number) >= 0);

export const wordOf = (...words: readonly string[]): Check =>
  check((value) => typeof value === 'string' && words.includes(value));

export const optional =
  (present: Check): Check =>
  (value, path) =>
    value === undefined ? undefined : present(value, path);

export const list =
  (item: Check): Check =>
  (value, path) => {
    if (!Array.isArray(value)) return path;
    for (let i = 0; i < value.length; i += 1) {
      const wrong = item(value[i], `${path}[${i}]`);
      if (wrong !== undefined) return wrong;
    }
    return undefined;
  };

/** Every declared field is checked, and a field added to the type without a check does not compile; unknown ones pass. */
export const record =
  <T>(fields: { readonly [K in keyof Required<T>]: Check }): Check =>
  (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return path;
    for (const [name, field] of Object.entries<Check>(fields)) {
      const wrong = field((value as Record<string, unknown>)[name], path === '' ? name : `${path}.${name}`);
      if (wrong !== undefined) return wrong;
    }
    return undefined;
  };
