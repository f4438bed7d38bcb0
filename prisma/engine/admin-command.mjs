import pg from 'pg';

// PostgreSQL's SQLSTATE -> the code that the Prisma CLI understands.
const PRISMA_CODES = { '3D000': 'P1003', '28P01': 'P1000', '42P04': 'P1009' };
const UNREACHABLE = 'P1001';

/**
 * `can-connect-to-database`, `create-database` or `drop-database`. Resolves to the exit code; a failure is written to
 * standard error as the JSON log lines that the CLI parses.
 */
export const runAdminCommand = async (command, databaseUrl) => {
  const target = new URL(databaseUrl);
  const name = decodeURIComponent(target.pathname.slice(1));
  // A database can neither be created nor dropped from inside itself.
  if (command !== 'can-connect-to-database') target.pathname = '/postgres';
  target.searchParams.delete('schema');
  const client = new pg.Client({ connectionString: target.href });
  try {
    await client.connect();
    if (command === 'create-database') await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
    if (command === 'drop-database') await client.query(`DROP DATABASE ${client.escapeIdentifier(name)}`);
    await client.end();
    return 0;
  } catch (error) {
    reportFailure(PRISMA_CODES[error.code] ?? UNREACHABLE, String(error.message || error.code));
    return 1;
  }
};

const reportFailure = (errorCode, message) => {
  const lines = [
    { level: 'INFO', target: 'schema_engine', fields: { message: 'wasm schema engine' } },
    { level: 'ERROR', target: 'schema_engine::logger', fields: { error_code: errorCode, message } },
  ];
  process.stderr.write(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
};
