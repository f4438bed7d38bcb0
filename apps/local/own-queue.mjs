import net from 'node:net';
import { OperatorError } from './operator-error.mjs';

const CONNECT_MS = 5_000;
const REDIS_PORT = 6379;

/**
 * Throws OperatorError with one line when REDIS_URL is set and is no address, or nobody answers there. No message shows
 * the URL, as it may hold a password. What the worker asks of a Redis it checks itself.
 */
export const requireOwnQueue = async (env) => {
  const text = env.REDIS_URL;
  if (text === undefined || text === '') return;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!['redis:', 'rediss:'].includes(url?.protocol) || url.hostname === '') {
    throw new OperatorError('REDIS_URL must look like redis://host:port; without it the queue is in PostgreSQL.');
  }
  const failure = await connectionFailure(url.hostname.replace(/^\[|\]$/g, ''), Number(url.port) || REDIS_PORT);
  if (failure === undefined) return;
  throw new OperatorError(
    `REDIS_URL: ${url.host} does not answer (${failure}). Start that server or correct the URL; without REDIS_URL the queue is in PostgreSQL.`,
  );
};

/** Why no connection came about; undefined when one did. */
const connectionFailure = (host, port) =>
  new Promise((resolve) => {
    const socket = net.connect({ host, port, timeout: CONNECT_MS });
    const end = (failure) => {
      socket.destroy();
      resolve(failure);
    };
    socket.on('connect', () => end(undefined));
    socket.on('timeout', () => end(`no connection within ${CONNECT_MS / 1000} s`));
    socket.on('error', (error) => end(error.code ?? error.message));
  });
