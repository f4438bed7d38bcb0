const [INT32, BOOLEAN, TEXT] = [0, 5, 7]; // ColumnTypeEnum of @prisma/driver-adapter-utils

const VERSION_ANSWER = {
  columnNames: ['exists', 'version', 'numeric_version'],
  columnTypes: [BOOLEAN, TEXT, INT32],
  rows: [[true, 'PostgreSQL 18.0', 180_000]],
};
const NO_ROWS = { columnNames: [], columnTypes: [], rows: [] };

/** Driver adapter factory for work that compares schema files only: it answers the version probe and nothing else. */
export const noDatabase = () => {
  const connection = {
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    queryRaw: (query) => Promise.resolve(query.sql.includes('numeric_version') ? VERSION_ANSWER : NO_ROWS),
    executeRaw: () => Promise.resolve(0),
    executeScript: () => Promise.resolve(),
    dispose: () => Promise.resolve(),
    getConnectionInfo: () => ({ schemaName: 'public', supportsRelationJoins: true }),
    startTransaction: () => Promise.reject(new Error('comparing schema files opens no transaction')),
  };
  const connect = () => Promise.resolve(connection);
  return { provider: 'postgres', adapterName: '@prisma/adapter-pg', connect, connectToShadowDb: connect };
};
