export type Role = 'trader' | 'dealer' | 'quant';

/** API keys by role, as the api offers them to this page. */
export type Keys = Readonly<Record<string, string>>;

/** The key to use for a role; where the api offers none for it, any: the api then says what that key may not do. */
export const keyFor = (keys: Keys, role: Role): string => keys[role] ?? Object.values(keys)[0] ?? '';

export const bearer = (key: string): string => `Bearer ${key}`;
