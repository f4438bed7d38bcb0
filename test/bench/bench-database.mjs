import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const DATABASE = fileURLToPath(new URL('./database.mjs', import.meta.url));

/** Calls `work` with the URLs of a migrated PostgreSQL of the benchmark's own, as the api, and as the worker and the owner; it goes when it ends. */
export const withDatabase = async (work) => {
  const database = fork(DATABASE, { stdio: ['ignore', 2, 2, 'ipc'] });
  const ended = new Promise((resolve) => database.once('exit', resolve));
  const { databaseUrl, ...urls } = await new Promise((resolve, reject) => {
    database.once('message', resolve);
    database.once('exit', (code) => {
      reject(new Error(`the benchmark's database ended with ${code}`));
    });
  });
  try {
    return await work(databaseUrl, urls);
  } finally {
    if (database.connected) database.disconnect();
    await ended;
  }
};
