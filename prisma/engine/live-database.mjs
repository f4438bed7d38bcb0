import { randomUUID } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';

const CHAR_OID = 18; // PostgreSQL's one-byte "char", which the catalogs are full of
const TEXT_OID = 25;
const CHARACTER_COLUMN = 6; // ColumnTypeEnum.Character of @prisma/driver-adapter-utils

/** Driver adapter factory over a real database; shadow databases are created beside it and dropped on dispose. */
export const liveDatabase = (databaseUrl) => {
  const url = new URL(databaseUrl);
  const schema = url.searchParams.get('schema') ?? 'public';
  url.searchParams.delete('schema');

  const open = async (name) => {
    const address = new URL(url);
    if (name !== undefined) address.pathname = `/${name}`;
    const connection = await new PrismaPg({ connectionString: address.href }, { schema }).connect();
    return runningWholeScripts(readingCharColumns(connection));
  };

  const openShadow = async () => {
    const name = `prisma_migrate_shadow_db_${randomUUID()}`;
    const main = await open();
    await main.executeScript(`CREATE DATABASE "${name}"`);
    const shadow = await open(name);
    const disposeShadow = shadow.dispose.bind(shadow);
    shadow.dispose = async () => {
      await disposeShadow();
      await main.executeScript(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
      await main.dispose();
    };
    return shadow;
  };

  return {
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    connect: () => open(),
    connectToShadowDb: openShadow,
  };
};

// adapter-pg refuses "char" columns, which introspection reads from the catalogs: show them to it as text, and to the
// engine as characters (an empty one is NUL).
const readingCharColumns = (connection) => {
  const { queryRaw, performIO } = connection;
  connection.queryRaw = async (query) => {
    const charColumns = new Set();
    const view = Object.create(connection, {
      performIO: {
        value: async (statement) => {
          const answer = await performIO.call(connection, statement);
          answer.fields?.forEach((field, column) => {
            if (field.dataTypeID !== CHAR_OID) return;
            field.dataTypeID = TEXT_OID;
            charColumns.add(column);
            for (const row of answer.rows) if (row[column] === '') row[column] = '\0';
          });
          return answer;
        },
      },
    });
    const result = await queryRaw.call(view, query);
    for (const column of charColumns) result.columnTypes[column] = CHARACTER_COLUMN;
    return result;
  };
  return connection;
};

// adapter-pg cuts a script at every semicolon, also inside a function's body: send it whole, as the native engine does,
// so that PostgreSQL reads it and a migration of several statements happens at once or not at all.
const runningWholeScripts = (connection) => {
  connection.executeScript = async (script) => {
    await connection.client.query(script);
  };
  return connection;
};
