/** The commands behind `npm start`, `npm run up` and so on: reads the words, runs the command, turns errors into exit codes. */
import { parseArgs } from "node:util";
import { requireEnvironment } from "./environment/environments.ts";
import { requireMachineEnvironment } from "./environment/machineEnvironment.ts";
import { UserError } from "./support/errors.ts";

const USAGE = `usage: npm run <command> [-- <environment> <options>]

  start    brings the environment up, waits until its jobs checkpoint, shows their status
  preview  shows what up would change, with the policy pack on     --refresh: reads the cluster first
                                                                    --offline: on stand-ins, without clouds, cluster or plugins
  up       brings the environment up                               --refresh: puts right what was changed by hand
  status   shows jobs, checkpoints and bucket      --json: as one object
  down     stops everything, keeps the state       --purge: removes state and cache too
  env      writes the environment variables for the Pulumi CLI and kubectl to a file, prints its path
  test     runs the tests                          check | unit | java | e2e: only these

The environment is "local" unless named.`;

const options = {
  json: { type: "boolean", default: false },
  offline: { type: "boolean", default: false },
  purge: { type: "boolean", default: false },
  refresh: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

/** Options that a command takes. */
const OPTIONS_OF: Readonly<Record<string, readonly string[]>> = {
  start: [],
  preview: ["refresh", "offline"],
  up: ["refresh"],
  status: ["json"],
  down: ["purge"],
  env: [],
};

async function main(): Promise<number> {
  const { values, positionals } = parse();
  const [command, argument, ...more] = positionals;
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  if (command === undefined || more.length > 0) throw new UserError(USAGE, { exitCode: 2 });
  const interrupted = interruptible();
  if (command === "test") return (await import("./commands/test.ts")).test(argument, interrupted);

  const wrong = Object.entries(values).find(([name, value]) => value === true && OPTIONS_OF[command]?.includes(name) !== true);
  if (command in OPTIONS_OF && wrong !== undefined)
    throw new UserError(`${command} has no option --${wrong[0]}\n\n${USAGE}`, { exitCode: 2 });
  const environment = requireEnvironment(argument ?? "local");
  const context = { environment, signal: interrupted };
  if (command in OPTIONS_OF && !values.offline) await requireMachineEnvironment(environment);
  switch (command) {
    case "start":
      return (await import("./commands/start.ts")).start(context);
    case "preview":
      if (values.offline && values.refresh)
        throw new UserError("preview --offline has nothing to refresh: leave out one of the two", { exitCode: 2 });
      if (values.offline) return (await import("./commands/previewOffline.ts")).previewOffline(context);
      return (await import("./commands/preview.ts")).preview(context, { refresh: values.refresh });
    case "up":
      return (await import("./commands/up.ts")).up(context, { refresh: values.refresh });
    case "status":
      return (await import("./commands/status.ts")).status(context, { json: values.json });
    case "down":
      return (await import("./commands/down.ts")).down(context, { purge: values.purge });
    case "env":
      return (await import("./commands/env.ts")).env(context);
    default:
      throw new UserError(`there is no command "${command}"\n\n${USAGE}`, { exitCode: 2 });
  }
}

/** Milliseconds within which one Ctrl-C may arrive several times: from the terminal, from npm and from the bootstrap. */
const SAME_INTERRUPT_MS = 2000;

/** Ctrl-C ends the command in order; a second one, later, at once. */
function interruptible(): AbortSignal {
  const controller = new AbortController();
  let first = 0;
  const interrupt = (signal?: NodeJS.Signals | Error) => {
    if (first === 0) first = Date.now();
    else if (typeof signal === "string" && Date.now() - first > SAME_INTERRUPT_MS) process.exit(130);
    controller.abort(new UserError("interrupted"));
  };
  process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
  // Nobody reads any more (the terminal or the pipe is gone): end in order, and do not fail at each further line.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", interrupt);
  return controller.signal;
}

function parse() {
  try {
    return parseArgs({ options, allowPositionals: true });
  } catch (error) {
    throw new UserError(`${(error as Error).message}\n\n${USAGE}`, { exitCode: 2 });
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  if (error instanceof UserError) {
    console.error(`beam-flink: ${error.message}`);
    process.exitCode = error.exitCode;
  } else {
    console.error(error);
    process.exitCode = 1;
  }
}
