import { type Storage } from '@graphiql/toolkit';

// What the editor would bring back of the last visit: examples with the prices and keys of then.
const NOT_KEPT = new Set(['tabState', 'query', 'variables', 'headers'].map((key) => `graphiql:${key}`));

/** The browser's storage for the editor's history, layout and theme; every visit opens the examples anew. */
export const pageStorage: Storage = {
  getItem: (key) => (NOT_KEPT.has(key) ? null : localStorage.getItem(key)),
  setItem: (key, value) => {
    if (!NOT_KEPT.has(key)) localStorage.setItem(key, value);
  },
  removeItem: (key) => {
    localStorage.removeItem(key);
  },
  clear: () => {
    localStorage.clear();
  },
  get length() {
    return localStorage.length;
  },
};
