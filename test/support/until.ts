/** Waits in a test for something that happens by itself. */
import { setTimeout as sleep } from "node:timers/promises";

/** The first answer of `ask` that is not undefined; an error of `ask` counts as none, and the last one is told when time is up. */
export async function until<T>(what: string, seconds: number, ask: () => Promise<T | undefined>): Promise<T> {
  let last: unknown;
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(1000)) {
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
    } catch (error) {
      last = error;
    }
  }
  throw new Error(`${what}: not within ${seconds} s`, { cause: last });
}
