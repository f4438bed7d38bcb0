import { randomUUID } from 'node:crypto';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../factories/database.js';
import { checkServer, requireOwnQueue, requirePort } from './launcher-parts.js';

const LOCALHOST = '127.0.0.1';

/** What is said in place of a start: one line. */
const refusal = async (checked: Promise<void>): Promise<string> => {
  const message = await checked.then(
    () => 'was accepted',
    (error: unknown) => (error as Error).message,
  );
  expect(message.split('\n')).toHaveLength(1);
  return message;
};

describe('before anything is started', () => {
  let server: Server;
  let port = 0;
  beforeAll(async () => {
    server = createServer();
    await new Promise<void>((listening) => server.listen(0, LOCALHOST, listening));
    ({ port } = server.address() as AddressInfo);
  });
  afterAll(() => {
    server.close();
  });

  it('a port in use is refused, and another proposed', async () => {
    const message = await refusal(requirePort(port, LOCALHOST));
    expect(message).toMatch(/is in use; choose another: npm start -- --port \d+$/);
    await requirePort(Number(/\d+$/.exec(message)?.[0]), LOCALHOST);
  });

  it.each([
    ['no address of this machine', '192.0.2.1', 'EADDRNOTAVAIL'],
    ['no address at all', 'no-such-host.invalid', 'ENOTFOUND|EAI_AGAIN'],
  ])('a HOST that is %s is refused', async (_, host, reason) => {
    expect(await refusal(requirePort(3000, host))).toMatch(new RegExp(`of ${host} \\((${reason})\\)`));
  });

  it('a Redis that answers is accepted, and so is none', async () => {
    await requireOwnQueue({ REDIS_URL: `redis://:hunter2@${LOCALHOST}:${port}` });
    await requireOwnQueue({ REDIS_URL: '' });
    await requireOwnQueue({});
  });

  it.each([
    ['redis://:hunter2@127.0.0.1:1', 'REDIS_URL: 127.0.0.1:1 does not answer (ECONNREFUSED)'],
    ['redis://:hunter2@no-such-host.invalid', 'REDIS_URL: no-such-host.invalid does not answer'],
    ['http://:hunter2@127.0.0.1', 'REDIS_URL must look like'],
    ['hunter2', 'REDIS_URL must look like'],
    ['redis://', 'REDIS_URL must look like'],
  ])('REDIS_URL=%s is refused without a word of its password', async (url, reason) => {
    const message = await refusal(requireOwnQueue({ REDIS_URL: url }));
    expect(message).toContain(reason);
    expect(message).not.toContain('hunter2');
  });
});

describe('an own PostgreSQL', () => {
  let test: TestDatabase;
  const role = `someone_${randomUUID().slice(0, 8)}`;
  const as = (database = ''): string => {
    const url = new URL(test.ownerUrl);
    url.username = role;
    url.password = 'hunter2';
    if (database !== '') url.pathname = `/${database}`;
    return url.href;
  };
  beforeAll(async () => {
    test = await createTestDatabase();
    await test.asOwner(`CREATE ROLE ${role} LOGIN PASSWORD 'hunter2'`);
  });
  afterAll(async () => {
    await test.asOwner(`DROP OWNED BY ${role}`);
    await test.asOwner(`DROP ROLE ${role}`);
    await test.drop();
  });

  it('whose owner may not create roles is refused, with what lets it', async () => {
    expect(await refusal(checkServer(as()))).toMatch(
      new RegExp(`may not create roles. .+: ALTER ROLE ${role} CREATEROLE$`),
    );
  });

  it('where the user may make nothing is refused, with what lets it', async () => {
    await test.asOwner(`ALTER ROLE ${role} CREATEROLE`);
    expect(await refusal(checkServer(as()))).toMatch(
      /may not create schemas there\. .+: ALTER DATABASE test_\w+ OWNER TO \w+$/,
    );
  });

  it('of an owner who may is accepted, and so is one whose database is still to be made', async () => {
    await test.asOwner(`GRANT CREATE ON DATABASE ${new URL(test.ownerUrl).pathname.slice(1)} TO ${role}`);
    await checkServer(as());
    await checkServer(as('is_still_to_be_made'));
  });

  it('that lets nobody in is refused without a word of its password', async () => {
    for (const url of [as().replace('hunter2', 'hunter3'), 'postgresql://someone:hunter3@127.0.0.1:1/app']) {
      const message = await refusal(checkServer(url));
      expect(message).toMatch(/^DATABASE_URL: \S+ does not let "someone\w*" in \(.+\)/);
      expect(message).not.toContain('hunter3');
    }
  });
});
