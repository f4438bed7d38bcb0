import { OperatorError } from './operator-error.mjs';

/**
 * The address of the person's own PostgreSQL, from DATABASE_URL; undefined when there is none.
 * Throws OperatorError when it lacks a part that we need; the message shows no value, as it may hold a password.
 */
export const ownServerUrl = (env) => {
  const text = env.DATABASE_URL;
  if (text === undefined || text === '') return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isComplete =
    ['postgres:', 'postgresql:'].includes(url?.protocol) &&
    [url.username, url.password, url.hostname].every((part) => part !== '') &&
    url.pathname.length > 1;
  if (isComplete) return text;
  throw new OperatorError(
    'DATABASE_URL must look like postgresql://user:password@host:port/database; without it an embedded PostgreSQL is used.',
  );
};
