/**
 * JSON with one spelling per value: object keys sorted, no spaces, absent and undefined the same, bigint as a decimal
 * string. Two equal values give equal bytes, which is what a replay compares.
 *
 * Throws when a number is not finite: such a value must never reach a record.
 */
export const canonicalJson = (value: unknown): string => {
  switch (typeof value) {
    case 'string':
      return quoted(value);
    case 'number':
      if (!Number.isFinite(value)) throw new RangeError(`canonicalJson: ${value} is not finite`);
      return Object.is(value, -0) ? '0' : String(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'bigint':
      return `"${value}"`;
    case 'object':
      if (value === null) return 'null';
      if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
      return canonicalObject(value as Record<string, unknown>);
    default:
      throw new TypeError(`canonicalJson: a ${typeof value} has no JSON form`);
  }
};

const canonicalObject = (value: Record<string, unknown>): string => {
  let body = '';
  for (const key of Object.keys(value).sort()) {
    const item = value[key];
    if (item === undefined) continue;
    body += `${body === '' ? '' : ','}${quoted(key)}:${canonicalJson(item)}`;
  }
  return `{${body}}`;
};

// Most texts need no escape, and a call of JSON.stringify costs more than the look.
const quoted = (text: string): string => (PLAIN.test(text) ? `"${text}"` : JSON.stringify(text));
const PLAIN = /^[ !#-[\]-~]*$/;
