/** The one place that opens a stack of an environment on the real Pulumi engine. */
import { mkdir } from "node:fs/promises";
import * as path from "node:path";
import * as automation from "@pulumi/pulumi/automation/index.js";
import { serve } from "../provider/server.ts";
import { run } from "../support/run.ts";
import type { Step } from "../support/step.ts";
import { officialPlugin, usePlugins } from "./kubernetesPlugin.ts";
import { ensurePassphrase } from "./passphrase.ts";
import { mirrorProject } from "./projectMirror.ts";
import { chooseProvider } from "./providerChoice.ts";
import { pulumiCommand, resolvePulumiCli } from "./pulumiCli.ts";
import { clearLock, type RunPulumi, settlePending } from "./recovery.ts";

export { engineErrors } from "./engineErrors.ts";
export { providerStandIn } from "./providerChoice.ts";

/** What serves the stack's resources. */
export type ProvidersOptions =
  /** The official kubernetes plugin, or its stand-in on this kubectl. */
  | { readonly kubectl: string; readonly attached?: undefined }
  /** Providers that run already, by package: `{ aws: port }`. There are no others, and the caller closes them. */
  | { readonly attached: Readonly<Record<string, number>>; readonly kubectl?: undefined };

export type EngineOptions = StackOptions & ProvidersOptions;

/** A policy pack and what a person has set of it. */
export interface GuardingPack {
  /** An executable, so that it runs where no language host is. */
  readonly file: string;
  /** File with levels, parameters and waivers; the pack's own by default. */
  readonly config?: string;
}

export interface StackOptions {
  readonly stackName: string;
  /** Folder of Pulumi.yaml; the environment's config is where its `stackConfigDir` says. */
  readonly projectDir: string;
  readonly program: automation.PulumiFn;
  /** The file backend and PULUMI_HOME live here. */
  readonly stateDir: string;
  /** Made with a random passphrase if missing. */
  readonly passphraseFile: string;
  /** Each preview and update runs it. */
  readonly policyPack?: GuardingPack;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Engine {
  readonly stack: automation.Stack;
  close(): Promise<void>;
}

/** Opens the stack, makes it where it is missing, and puts right what an interrupted run has left. */
export async function openEngine(options: EngineOptions, step: Step): Promise<Engine> {
  const { stackName, program, stateDir, policyPack } = options;
  await mkdir(stateDir, { recursive: true, mode: 0o700 });
  const { command } = await resolvePulumiCli(step);
  const project = await mirrorProject(options.projectDir, stackName, path.join(stateDir, "project"));
  const stateFile = path.join(stateDir, ".pulumi", "stacks", project.projectName, `${stackName}.json`);
  await ensurePassphrase(options.passphraseFile, stateFile);
  const home = path.join(stateDir, "home");
  const providers = await openProviders(options, { command, home, stateFile }, step);
  try {
    // The engine prefers this variable to the file, which would be wrong for this environment.
    delete process.env["PULUMI_CONFIG_PASSPHRASE"];
    const envVars = { ...environment(options, command, home, providers.ports), ...options.env };
    const pulumi: RunPulumi = (args, input) =>
      run(command, [...args, "--non-interactive"], step, { cwd: project.dir, env: envVars, input });
    step.report("opening the stack");
    await clearLock(path.join(stateDir, ".pulumi", "locks", "organization", project.projectName, stackName), stackName, pulumi, step);
    const stack = await automation.LocalWorkspace.createOrSelectStack(
      { stackName, projectName: project.projectName, program },
      {
        workDir: project.dir,
        pulumiHome: home,
        pulumiCommand: await pulumiCommand(command, path.join(stateDir, "cli")),
        envVars,
        secretsProvider: "passphrase",
      },
    );
    await settlePending(stackName, pulumi, step);
    if (policyPack !== undefined) guardWith(policyPack, stack);
    return {
      stack,
      close: () => providers.close(),
    };
  } catch (error) {
    await providers.close();
    throw error;
  }
}

interface Providers {
  /** Ports of those that the engine attaches to, by package; it starts the others as plugins. */
  readonly ports: Readonly<Record<string, number>>;
  close(): Promise<void>;
}

interface EnginePaths {
  readonly command: string;
  readonly home: string;
  readonly stateFile: string;
}

async function openProviders(options: EngineOptions, { command, home, stateFile }: EnginePaths, step: Step): Promise<Providers> {
  if (options.attached !== undefined) return { ports: options.attached, close: async () => {} };
  const plugins = await chooseProvider(options.stateDir, stateFile, officialPlugin(command, step), step);
  if (plugins === undefined) {
    const { port, close } = await serve({ kubectl: options.kubectl });
    return { ports: { kubernetes: port }, close };
  }
  await usePlugins(home, plugins);
  return { ports: {}, close: async () => {} };
}

function environment(options: StackOptions, command: string, home: string, ports: Providers["ports"]): Record<string, string> {
  const folders = [
    // Policy packs run by `node`, which must be the one that runs this.
    path.dirname(process.execPath),
    path.dirname(command),
    process.env["PATH"] ?? "",
  ];
  return {
    PATH: folders.join(path.delimiter),
    PULUMI_HOME: home,
    // Relative ones would be taken from the current folder, not from Pulumi.yaml's.
    PULUMI_BACKEND_URL: `file://${path.resolve(options.stateDir)}`,
    PULUMI_CONFIG_PASSPHRASE_FILE: path.resolve(options.passphraseFile),
    PULUMI_SKIP_UPDATE_CHECK: "true",
    ...(Object.keys(ports).length === 0
      ? {}
      : {
          PULUMI_DEBUG_PROVIDERS: Object.entries(ports)
            .map(([name, port]) => `${name}:${port}`)
            .join(","),
          // Once the state names the provider, every run would first try to download it: 2.5 s without a network.
          PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
        }),
  };
}

/** No caller can forget the pack. */
function guardWith({ file, config }: GuardingPack, stack: automation.Stack): void {
  const packs = { policyPacks: [file], ...(config === undefined ? {} : { policyPackConfigs: [config] }) };
  const preview = stack.preview.bind(stack);
  const up = stack.up.bind(stack);
  stack.preview = (options) => preview({ ...packs, ...options });
  stack.up = (options) => up({ ...packs, ...options });
}
