/** The stand-ins of all packages together, and what has happened on them. */
import type { ProviderServer } from "../provider/server.ts";
import type { ProviderPackage } from "./packages.ts";
import { type Operation, StandInProvider, type StandInOptions } from "./standInProvider.ts";
import { serveStandIn } from "./standInServer.ts";

export interface StandIns {
  /** Ports by package, for the engine. */
  readonly ports: Readonly<Record<string, number>>;
  /** In the order in which they happened, over all stacks. */
  readonly operations: readonly Operation[];
  close(): Promise<void>;
}

export async function startStandIns(packages: readonly ProviderPackage[], options: StandInOptions = {}): Promise<StandIns> {
  const operations: Operation[] = [];
  const servers: ProviderServer[] = [];
  const ports: Record<string, number> = {};
  for (const one of packages) {
    const server = await serveStandIn(new StandInProvider(one, operations, options));
    servers.push(server);
    ports[one.name] = server.port;
  }
  return {
    ports,
    operations,
    close: async () => {
      await Promise.all(servers.map((server) => server.close()));
    },
  };
}
