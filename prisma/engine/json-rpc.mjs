import readline from 'node:readline';
import { liveDatabase } from './live-database.mjs';
import { noDatabase } from './no-database.mjs';
import { createEngine, lastPanic } from './wasm.mjs';

// RPC method -> method of the WASM engine, where the names differ.
const ENGINE_METHODS = { getDatabaseVersion: 'version' };
const ENGINE_ERROR = 4466;

/** Answers one JSON-RPC request per line, in order, until standard input ends. */
export const serveJsonRpc = async ({ datamodels, databaseUrl }) => {
  let live;
  const engineFor = (method, params) =>
    comparesFilesOnly(method, params)
      ? createEngine(datamodels, noDatabase())
      : (live ??= createEngine(datamodels, liveDatabase(databaseUrl)));

  // A panic inside WASM never settles its promise: the request it interrupted is answered from here.
  let pendingId;
  const failPending = (message) => {
    if (pendingId === undefined) return;
    process.exitCode = 1;
    sendError(pendingId, new Error(message));
    pendingId = undefined;
  };
  process.on('uncaughtException', (error) => {
    failPending(`schema engine panic: ${lastPanic.message ?? error.message}`);
    process.exit(1);
  });
  process.on('exit', () => {
    failPending('schema engine stopped without an answer');
  });

  for await (const line of readline.createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    if (line.trim() === '') continue;
    const { id, method, params } = JSON.parse(line);
    if (method === undefined) continue; // the CLI's acknowledgement of a `print`
    pendingId = id;
    try {
      const engine = await engineFor(method, params);
      const result = await engine[ENGINE_METHODS[method] ?? method](params ?? {});
      if (method === 'diff') printDiff(id, result);
      send({ id, jsonrpc: '2.0', result: result ?? {} });
    } catch (error) {
      sendError(id, error);
    }
    pendingId = undefined;
  }
};

const comparesFilesOnly = (method, params) =>
  method === 'diff' && [params.from.tag, params.to.tag].every((tag) => tag === 'empty' || tag === 'schemaDatamodel');

// The native engine pushes a diff's text to the CLI as a request of its own, so it needs an id that no answer has.
const PRINT_ID_OFFSET = 90_000;
const printDiff = (id, result) => {
  const content = result?.stdout;
  if (content == null) return;
  send({ id: PRINT_ID_OFFSET + id, jsonrpc: '2.0', method: 'print', params: { content } });
};

const send = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);

const sendError = (id, error) => {
  const message = String(error?.message ?? error);
  const data = { is_panic: false, message, error_code: error?.code ?? null, meta: error?.meta };
  send({ id, jsonrpc: '2.0', error: { code: ENGINE_ERROR, message, data } });
};
