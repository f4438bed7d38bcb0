import { execFileSync } from 'node:child_process';
import fs from 'node:fs';

export const isAlive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM'; // alive, and somebody else's
  }
};

/**
 * The command line of a live process, its arguments separated by spaces; '' when it cannot be told. A process id alone
 * proves nothing: ids are used again, in a container usually the very same ones after each start.
 */
export const commandLineOf = (pid) => {
  try {
    if (process.platform === 'linux') return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return '';
  }
};
