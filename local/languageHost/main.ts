/** The stand-in host as a process: the CLI passes its own address and reads the port from standard output. */
import { serveNodejsHost } from "./server.ts";

const host = await serveNodejsHost(process.argv.at(-1) ?? "");
process.stdout.write(`${host.port}\n`);
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void host.close().then(() => process.exit(0)));
