import { type Database } from './database.js';

/** The process would run with a database role that row-level security does not hold. */
export class UnsafeDatabaseRole extends Error {
  override readonly name = 'UnsafeDatabaseRole';
}

interface RoleFacts {
  readonly role: string;
  readonly superuser: boolean;
  readonly bypasses: boolean;
  readonly ownedTables: string[];
  readonly openTables: string[];
}

/**
 * Resolves when row-level security holds for the role of this connection: it is no superuser, may not bypass the
 * policies, neither owns a table nor may become its owner, and every table with rows of desks forces its policies.
 * Rejects with UnsafeDatabaseRole otherwise; a process refuses to start then, there is no exception.
 */
export const verifyRuntimeRole = async (database: Database): Promise<void> => {
  const [facts] = await database.forNoDesk(
    (transaction) => transaction.$queryRaw<RoleFacts[]>`
      SELECT
        current_user::text AS "role",
        EXISTS (SELECT FROM pg_roles r WHERE r.rolsuper AND pg_has_role(r.oid, 'MEMBER')) AS "superuser",
        EXISTS (SELECT FROM pg_roles r WHERE r.rolbypassrls AND pg_has_role(r.oid, 'MEMBER')) AS "bypasses",
        ARRAY(
          SELECT c.relname::text FROM pg_class c
          WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND pg_has_role(c.relowner, 'MEMBER')
        ) AS "ownedTables",
        ARRAY(
          SELECT c.relname::text FROM pg_class c
          WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
            AND c.relname <> '_prisma_migrations' AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
        ) AS "openTables"`,
  );
  const reason = facts === undefined ? 'is unknown' : unsafe(facts);
  if (reason !== undefined) {
    throw new UnsafeDatabaseRole(
      `DATABASE_URL: role ${facts?.role ?? '?'} ${reason}, so desks would not be kept apart; connect as footprint_api or footprint_worker`,
    );
  }
};

const unsafe = (facts: RoleFacts): string | undefined => {
  if (facts.superuser) return 'is a superuser or may become one';
  if (facts.bypasses) return 'may bypass row-level security';
  if (facts.ownedTables.length > 0) return `owns ${facts.ownedTables.join(', ')}`;
  if (facts.openTables.length > 0) return `meets tables without forced policies (${facts.openTables.join(', ')})`;
  return undefined;
};
