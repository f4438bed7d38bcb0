import net from 'node:net';

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
