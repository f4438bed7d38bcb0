import { writeFileSync } from 'node:fs';
import { crc32, deflateRawSync } from 'node:zlib';

const DEFLATED = 8;
const VERSION = 20;
// 2013-01-01 00:00, in MS-DOS form.
const DATE = ((2013 - 1980) << 9) | (1 << 5) | 1;

/** Writes an archive of deflated text files. Layout: PKWARE APPNOTE 6.3, sections 4.3.7, 4.3.12 and 4.3.16. */
export const writeZip = (path: string, files: Readonly<Record<string, string>>): void => {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const content = Buffer.from(text, 'latin1');
    const packed = deflateRawSync(content);
    const fileName = Buffer.from(name, 'latin1');
    const described = describe(fileName, content, packed);
    bodies.push(Buffer.from('PK\u0003\u0004', 'latin1'), described, fileName, packed);
    directory.push(Buffer.from(`PK\u0001\u0002`, 'latin1'), u16(VERSION), described);
    // Comment length, disk, internal and external attributes, then where the file starts.
    directory.push(Buffer.alloc(10), u32(offset), fileName);
    offset += 4 + described.length + fileName.length + packed.length;
  }
  const central = Buffer.concat(directory);
  const count = u16(Object.keys(files).length);
  const end = [
    Buffer.from('PK\u0005\u0006', 'latin1'),
    Buffer.alloc(4),
    count,
    count,
    u32(central.length),
    u32(offset),
    u16(0),
  ];
  writeFileSync(path, Buffer.concat([...bodies, central, ...end]));
};

/** What the local and the central header say alike: version to the length of the extra field. */
const describe = (name: Buffer, content: Buffer, packed: Buffer): Buffer =>
  Buffer.concat([
    ...[VERSION, 0, DEFLATED, 0, DATE].map(u16),
    ...[crc32(content), packed.length, content.length].map(u32),
    ...[name.length, 0].map(u16),
  ]);

const u16 = (value: number): Buffer => {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
};

const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
