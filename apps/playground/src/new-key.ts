/** An idempotency key that nobody used before. */
export const newKey = (): string => {
  // Not crypto.randomUUID: a browser has it on https and localhost only.
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return `playground-${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
};
