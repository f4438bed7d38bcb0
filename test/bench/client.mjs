import http from 'node:http';
import { KEY } from './market.mjs';

/** A keep-alive client of one connection: the next request leaves when the answer to the last one is there. */
export const createClient = (port) => {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const options = {
    agent,
    host: '127.0.0.1',
    port,
    path: '/graphql',
    method: 'POST',
  };
  const post = (body) =>
    new Promise((resolve, reject) => {
      const headers = {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        authorization: `Bearer ${KEY}`,
      };
      const request = http.request({ ...options, headers }, (response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('end', () => {
          resolve({ status: response.statusCode, text: Buffer.concat(chunks).toString() });
        });
      });
      request.on('error', reject);
      request.end(body);
    });
  return {
    post,
    /** Answers `bodies` one after the other; milliseconds each. */
    async time(bodies) {
      const latenciesMs = new Float64Array(bodies.length);
      for (const [i, body] of bodies.entries()) {
        const start = performance.now();
        const { status, text } = await post(body);
        latenciesMs[i] = performance.now() - start;
        if (status !== 200) throw new Error(`benchmark request answered ${status}: ${text}`);
      }
      return latenciesMs;
    },
    close: () => agent.destroy(),
  };
};
