import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';
import { eventually } from '../../contracts/eventually.js';
import { freePort } from '../../factories/free-port.js';

/** A Redis server of its own, with a password, in a folder that is thrown away. */
export interface RedisProcess {
  readonly url: string;
  /** SIGKILL, and the same server again on the same data. */
  crash(): Promise<void>;
  stop(): Promise<void>;
}

const PASSWORD = 'redis-secret-of-the-test';

/** `settings` are redis-server options, e.g. `['--appendonly', 'yes']`. */
export const startRedis = async (settings: readonly string[]): Promise<RedisProcess> => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'footprint-redis-'));
  const port = await freePort();
  const url = `redis://:${PASSWORD}@127.0.0.1:${port}`;
  let child: ChildProcess;

  const start = async (): Promise<void> => {
    const options = [
      '--port',
      String(port),
      '--bind',
      '127.0.0.1',
      '--dir',
      folder,
      '--requirepass',
      PASSWORD,
      '--save',
      '',
    ];
    child = spawn('redis-server', [...options, ...settings], { stdio: 'ignore' });
    await eventually('redis answers', () => answers(url));
  };
  const kill = (): Promise<void> =>
    new Promise((resolve) => {
      child.once('exit', () => {
        resolve();
      });
      child.kill('SIGKILL');
    });

  await start();
  return {
    url,
    crash: async () => {
      await kill();
      await start();
    },
    stop: async () => {
      await kill();
      rmSync(folder, { recursive: true });
    },
  };
};

const answers = async (url: string): Promise<boolean> => {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null });
  try {
    await redis.connect();
    await redis.ping();
    return true;
  } catch {
    return false;
  } finally {
    redis.disconnect();
  }
};
