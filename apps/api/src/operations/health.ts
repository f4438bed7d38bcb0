import { type FastifyInstance } from 'fastify';

/** Named conditions for answering requests; each says whether it holds. */
export type ReadinessChecks = Readonly<Record<string, () => boolean | Promise<boolean>>>;

/** GET /health: the process is alive. GET /ready: it may be given requests; 503 names what is missing. */
export const installHealth = (fastify: FastifyInstance, checks: ReadinessChecks): void => {
  fastify.get('/health', () => ({ status: 'up' }));
  fastify.get('/ready', async (_request, reply) => {
    const results = await Promise.all(
      Object.entries(checks).map(
        async ([name, holds]) =>
          [
            name,
            await Promise.resolve()
              .then(holds)
              .catch(() => false),
          ] as const,
      ),
    );
    const ready = results.every(([, holds]) => holds);
    return reply.code(ready ? 200 : 503).send({ ready, checks: Object.fromEntries(results) });
  });
};
