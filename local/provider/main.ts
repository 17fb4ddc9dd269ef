/** The stand-in provider as a plugin process: the engine passes its own address and reads the port from standard output. */
import { serve } from "./server.ts";

const server = await serve({
  kubectl: process.env["BEAM_FLINK_KUBECTL"] ?? "kubectl",
  engine: process.argv[2],
});
process.stdout.write(`${server.port}\n`);
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void server.close().then(() => process.exit(0)));
