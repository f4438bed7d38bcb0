import { openServed } from './served.mjs';

const start = performance.now();
const { server, library, manifest, requests } = await openServed(process.argv[2]);
const answer = await server.modelFor(manifest.definition).forecast(requests(1));
if (!answer.ok) throw new Error(answer.error.message);
const modelMs = performance.now() - start;
console.log(JSON.stringify({ processMs: 1000 * process.uptime(), modelMs }));
await server.close();
await library.close();
