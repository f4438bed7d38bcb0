import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as glue from '@prisma/schema-engine-wasm/schema_engine_bg';

const require = createRequire(import.meta.url);

/** The engine leaves the text of a panic here; it has no other way out of WASM. */
export const lastPanic = { message: undefined };

const instantiate = async () => {
  globalThis.PRISMA_WASM_PANIC_REGISTRY = {
    set_message(message) {
      lastPanic.message = message;
      process.stderr.write(`schema engine panic: ${message}\n`);
    },
  };
  const folder = path.dirname(require.resolve('@prisma/schema-engine-wasm'));
  const bytes = fs.readFileSync(path.join(folder, 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': glue });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
};

let instantiated;

/** An engine over these schema files that reaches its database through a driver adapter factory. */
export const createEngine = async (datamodels, adapterFactory) => {
  await (instantiated ??= instantiate());
  const ignoreLog = () => undefined;
  return glue.SchemaEngine.new({ datamodels }, ignoreLog, bindMigrationAwareSqlAdapterFactory(adapterFactory));
};
