import { createServer, type Server } from 'node:http';
import { type Registry } from 'prom-client';

/** GET /health and /metrics. Resolves when listening; rejects when the address is taken. */
export const serveOperations = async (
  address: { readonly host: string; readonly port: number },
  registry: Registry,
  health: () => object,
): Promise<Server> => {
  const server = createServer((request, response) => {
    if (request.method === 'GET' && request.url === '/health') {
      response.setHeader('content-type', 'application/json').end(JSON.stringify(health()));
    } else if (request.method === 'GET' && request.url === '/metrics') {
      void registry.metrics().then((text) => response.setHeader('content-type', registry.contentType).end(text));
    } else {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(address.port, address.host, resolve);
  });
  return server;
};
