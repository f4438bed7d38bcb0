import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import pg from 'pg';
import { OperatorError } from './operator-error.mjs';

/** The roles that the api and the worker connect as: made without login by the migrations, least privilege, no owner. */
const ROLES = { api: 'footprint_api', worker: 'footprint_worker' };

/**
 * Lets the runtime roles log in and resolves to their URLs, `{ api, worker }`. Their passwords are derived from the
 * owner's, so that every start, and every checkout on one server, arrives at the same ones and none is stored.
 */
export const enableRuntimeRoles = async (ownerUrl) => {
  const owner = new URL(ownerUrl);
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const urls = {};
    for (const [app, role] of Object.entries(ROLES)) {
      const password = derivedPassword(owner.password, role);
      // The verifier instead of the password: a statement may end up in the server's log.
      const verifier = client.escapeLiteral(scramVerifier(password));
      await client.query(`ALTER ROLE ${client.escapeIdentifier(role)} LOGIN PASSWORD ${verifier}`);
      urls[app] = urlOf(owner, role, password);
    }
    return urls;
  } catch (error) {
    throw new OperatorError(`The user of DATABASE_URL cannot let the runtime roles log in: ${error.message}.`);
  } finally {
    await client.end();
  }
};

const derivedPassword = (ownerPassword, role) =>
  createHmac('sha256', decodeURIComponent(ownerPassword)).update(`footprint role ${role}`).digest('base64url');

const urlOf = (owner, role, password) => {
  const url = new URL(owner);
  url.username = role;
  url.password = password;
  return url.href;
};

/** What PostgreSQL stores for a password: RFC 5803, SCRAM-SHA-256. */
const scramVerifier = (password, salt = randomBytes(16), iterations = 4096) => {
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const hmac = (text) => createHmac('sha256', salted).update(text).digest();
  const storedKey = createHash('sha256').update(hmac('Client Key')).digest();
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey.toString('base64')}:${hmac('Server Key').toString('base64')}`;
};
