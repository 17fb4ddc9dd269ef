/** Reads a file, or what is piped in, in chunks: synchronously, since one document after another is all the work there is. */
import { closeSync, openSync, readSync } from "node:fs";

/** Bytes of a chunk: enough that reading is not the cost, little enough that memory stays flat. */
const CHUNK_BYTES = 256 * 1024;

/** File descriptor of the standard input. */
export const STANDARD_INPUT = 0;

/** Milliseconds to wait for a pipe that has nothing yet. */
const PIPE_WAIT_MS = 5;

/** The chunks of a file; each is overwritten by the next. */
export function* readChunks(file: string | typeof STANDARD_INPUT): Generator<Uint8Array> {
  const descriptor = file === STANDARD_INPUT ? STANDARD_INPUT : openSync(file, "r");
  try {
    const buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES);
    for (let length = read(descriptor, buffer); length > 0; length = read(descriptor, buffer)) yield buffer.subarray(0, length);
  } finally {
    if (descriptor !== STANDARD_INPUT) closeSync(descriptor);
  }
}

/** All of it at once, for what cannot be split. */
export function readAllBytes(chunks: Iterable<Uint8Array>): Buffer {
  return Buffer.concat(Array.from(chunks, (chunk) => Buffer.from(chunk)));
}

function read(descriptor: number, buffer: Uint8Array): number {
  for (;;) {
    try {
      return readSync(descriptor, buffer);
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : undefined;
      // What Windows says at the end of a pipe.
      if (code === "EOF") return 0;
      // A pipe that does not block, and whose writer is slower than this.
      if (code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PIPE_WAIT_MS);
    }
  }
}
