/** The provider as a process that the engine starts: `pulumi-resource-beam-flink`. */
import * as pulumi from "@pulumi/pulumi";
import { ArgumentError } from "../model/index.ts";
import { provider } from "./provider.ts";

/** What goes wrong after a constructor has returned, as a person should read it: the SDK would print the stack of a mistake of theirs. */
function withoutStack(error: unknown): void {
  if (error instanceof ArgumentError || pulumi.RunError.isInstance(error)) Reflect.set(error, "stack", error.message);
}

for (const event of ["uncaughtException", "unhandledRejection"] as const) process.on(event, withoutStack);

// Not awaited: Pulumi's Node.js host requires this module, and a module that waits at its top cannot be.
void pulumi.provider.main(provider, process.argv.slice(2));
