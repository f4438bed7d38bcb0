import { fork } from 'node:child_process';
import { once } from 'node:events';
import { workerFaults } from './worker-faults.js';

workerFaults('PostgreSQL', async () => {
  const server = fork('test/external/faults/own-postgres.mjs', { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const [{ url }] = (await once(server, 'message')) as [{ readonly url: string }];
  process.env.TEST_DATABASE_URL = url;
  return {
    environment: {},
    crash: async () => {
      server.send('crash');
      await once(server, 'message');
    },
    close: async () => {
      const ended = once(server, 'exit');
      server.disconnect();
      await ended;
    },
  };
});
