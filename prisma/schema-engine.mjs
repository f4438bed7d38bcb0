#!/usr/bin/env node
// Stands in for Prisma's native schema engine (`PRISMA_SCHEMA_ENGINE_BINARY`, set in prisma.config.ts). The CLI calls it
// in three ways: `--version`; `... cli <command>` for one administrative action; without either it speaks JSON-RPC on
// standard input and output. The engine itself is the WASM build from npm, talking to PostgreSQL through `pg`.
import { readArguments } from './engine/arguments.mjs';
import { runAdminCommand } from './engine/admin-command.mjs';
import { serveJsonRpc } from './engine/json-rpc.mjs';

const request = readArguments(process.argv.slice(2), process.env);
switch (request.kind) {
  case 'VERSION':
    process.stdout.write('schema-engine-cli wasm\n');
    break;
  case 'ADMIN':
    process.exitCode = await runAdminCommand(request.command, request.databaseUrl);
    break;
  case 'RPC':
    await serveJsonRpc(request);
    process.exit();
}
