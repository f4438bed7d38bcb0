import pg from 'pg';
import { runPrisma } from './build.mjs';
import { OperatorError } from './operator-error.mjs';
import { step } from './progress.mjs';

const CONNECT_MS = 5_000;
const NO_SUCH_DATABASE = '3D000';

/** Brings the database of `ownerUrl` up to date; makes it when the server has none of that name. */
export const applyMigrations = (ownerUrl) =>
  step('applying migrations', async () => {
    const output = await runPrisma(['migrate', 'deploy'], { DATABASE_URL: ownerUrl });
    const applied = output.filter((line) => line.includes('migration.sql')).length;
    return applied === 0 ? 'up to date' : `${applied} applied`;
  });

/** Throws OperatorError with one line when a server given by the person does not let us in, or lets us do too little. */
export const checkServer = async (ownerUrl) => {
  const { host, username } = new URL(ownerUrl);
  const client = new pg.Client({ connectionString: ownerUrl, connectionTimeoutMillis: CONNECT_MS });
  let rights;
  try {
    await client.connect();
    const { rows } = await client.query(RIGHTS);
    await client.end();
    rights = rows[0];
  } catch (error) {
    if (error.code === NO_SUCH_DATABASE) return;
    throw new OperatorError(
      `DATABASE_URL: ${host} does not let "${username}" in (${error.message || error.code}). Start that server or correct the URL; without DATABASE_URL an embedded PostgreSQL is used.`,
    );
  }
  // Found by a migration, it would leave a database half made.
  if (!rights.mayMakeRoles) {
    throw new OperatorError(
      `DATABASE_URL: "${username}" may not create roles. Let it, as a superuser: ALTER ROLE ${rights.role} CREATEROLE`,
    );
  }
  if (!rights.mayMakeSchemas) {
    throw new OperatorError(
      `DATABASE_URL: "${username}" may not create schemas there. Let it, as a superuser: ALTER DATABASE ${rights.database} OWNER TO ${rights.role}`,
    );
  }
};

const RIGHTS = `
  SELECT
    quote_ident(rolname) AS "role", quote_ident(current_database()) AS "database",
    rolsuper OR rolcreaterole AS "mayMakeRoles",
    has_database_privilege(current_database(), 'CREATE') AS "mayMakeSchemas"
  FROM pg_roles WHERE rolname = current_user`;
