import net from 'node:net';
import { OperatorError } from './operator-error.mjs';

/** Whether a server could listen there now. */
export const isPortFree = async (port, host) => {
  try {
    const server = await listen(port, host);
    await close(server);
    return true;
  } catch (error) {
    if (error.code === 'EADDRINUSE') return false;
    throw error;
  }
};

/** Throws OperatorError with one line, which proposes another port when there is one, when no server could listen there. */
export const requirePort = async (port, host) => {
  let isFree;
  try {
    isFree = await isPortFree(port, host);
  } catch (error) {
    throw new OperatorError(
      `Nothing can listen on port ${port} of ${host} (${error.code}); choose another with --port N, or correct HOST.`,
    );
  }
  if (isFree) return;
  let another = port + 1;
  while (another < 65_536 && !(await isPortFree(another, host).catch(() => false))) another += 1;
  throw new OperatorError(`Port ${port} on ${host} is in use; choose another: npm start -- --port ${another}`);
};

/** Distinct local ports that nobody listens on at the moment, chosen by the operating system. */
export const freePorts = async (count) => {
  const servers = await Promise.all(Array.from({ length: count }, () => listen(0, '127.0.0.1')));
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map(close));
  return ports;
};

const listen = (port, host) =>
  new Promise((resolve, reject) => {
    const server = net.createServer();
    server.on('error', reject);
    server.listen({ port, host, exclusive: true }, () => {
      resolve(server);
    });
  });

const close = (server) =>
  new Promise((resolve) => {
    server.close(resolve);
  });
