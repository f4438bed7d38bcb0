import { useEffect, useState } from 'react';

const RETRY_MS = 1_000;

export interface Answer<T> {
  /** The latest. */
  readonly value?: T;
  /** Why there is none, or none newer. */
  readonly problem?: string;
}

/**
 * What `read` gives: tried until it succeeds, then again every `repeatMs` when that is given.
 * Another function is read at once; the last value stays until it has answered.
 */
export const useAnswer = <T>(read: () => Promise<T>, repeatMs?: number): Answer<T> => {
  const [answer, setAnswer] = useState<Answer<T>>({});
  useEffect(() => {
    let timer: number | undefined;
    let ended = false;
    const attempt = async (): Promise<void> => {
      const result = await read().then(
        (value) => ({ value }),
        (error: unknown) => ({ problem: error instanceof Error ? error.message : String(error) }),
      );
      if (ended) return;
      setAnswer((last) => ('value' in result ? result : { ...last, ...result }));
      const againMs = 'value' in result ? repeatMs : RETRY_MS;
      if (againMs !== undefined) timer = window.setTimeout(() => void attempt(), againMs);
    };
    void attempt();
    return () => {
      ended = true;
      window.clearTimeout(timer);
    };
  }, [read, repeatMs]);
  return answer;
};
