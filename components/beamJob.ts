/**
 * One Beam job on Flink, as a FlinkDeployment: bundles, checkpoints and versions rendered by the model, application
 * configuration mounted as a file, state in the platform's bucket. Creating or changing it ends when the operator
 * reports the job STABLE, or with the operator's own error.
 */
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { BeamJobArgs } from "./beamJob/args.ts";
import { API_VERSION, deploymentClient } from "./beamJob/liveDeployment.ts";
import { planBeamJob } from "./beamJob/manifest.ts";
import { OnDelete } from "./beamJob/onDelete.ts";
import { APPLICATION_CONFIG_FILE } from "./beamJob/podTemplates.ts";
import { JobNotStable, waitUntilStable } from "./beamJob/waitUntilStable.ts";
import { hasEngine, JobDrain } from "./jobDrain.ts";
import { reactiveScaler, SCALED_FIELD } from "./reactiveScaling.ts";
import { validated } from "./validation.ts";

/** A Beam job. */
export class BeamJob extends pulumi.ComponentResource {
  /** Name of the FlinkDeployment, and of the job. */
  readonly jobName: string;
  /** Namespace of the FlinkDeployment. */
  readonly namespace: pulumi.Output<string>;
  /** Folder of the job in the bucket; below it are `checkpoints`, `savepoints` and `ha`. */
  readonly directory: pulumi.Output<string>;
  /** Life-cycle state that the operator reported when it was last awaited: `STABLE`. A preview awaits nothing. */
  readonly state: pulumi.Output<string>;
  /** The FlinkDeployment. */
  readonly deployment: k8s.apiextensions.CustomResource;
  /** Whether this run makes or changes the FlinkDeployment. */
  #changed = !hasEngine();

  constructor(name: string, args: BeamJobArgs, opts?: pulumi.ComponentResourceOptions) {
    super("beam-flink:index:BeamJob", name, recorded(name, args), opts);
    const child = { parent: this };

    const configMap =
      args.applicationConfig === undefined
        ? undefined
        : new k8s.core.v1.ConfigMap(
            `${name}-application-config`,
            {
              metadata: { namespace: args.namespace },
              // Named by the engine and never changed: another configuration is another name, and the job is upgraded.
              immutable: true,
              data: {
                [APPLICATION_CONFIG_FILE]: pulumi
                  .output(args.applicationConfig)
                  .apply((config) => `${JSON.stringify(inKeyOrder(config), null, 2)}\n`),
              },
            },
            child,
          );
    const plan = planBeamJob(name, args, configMap?.metadata.name);
    this.deployment = new k8s.apiextensions.CustomResource(
      `${name}-deployment`,
      {
        apiVersion: API_VERSION,
        kind: "FlinkDeployment",
        // The program has the last word on the spec, also after a drain that was given up.
        metadata: {
          name: plan.jobName,
          namespace: args.namespace,
          labels: plan.labels,
          annotations: { "pulumi.com/patchForce": "true", ...plan.deletion.annotations },
        },
        spec: plan.spec,
      },
      {
        ...child,
        dependsOn: [...(args.storage.resources ?? [])],
        // Another name or namespace is another job on the same folder of the bucket: never both at once.
        deleteBeforeReplace: true,
        ...this.#hooks(name, args, plan.deletion.onDelete),
        ...(plan.reactive === undefined ? {} : { ignoreChanges: [SCALED_FIELD] }),
      },
    );
    if (plan.reactive !== undefined) {
      const scaled = { jobName: plan.jobName, namespace: args.namespace, cpu: args.taskManager?.cpu ?? 1, plan: plan.reactive };
      reactiveScaler(name, scaled, { ...child, dependsOn: [this.deployment] });
    }
    this.jobName = plan.jobName;
    this.namespace = pulumi.output(args.namespace);
    this.directory = plan.directory;
    this.state = plan.startTimeoutMs === 0 ? pulumi.output("not awaited") : this.#stable(args, plan.startTimeoutMs);
    this.registerOutputs({ jobName: this.jobName, namespace: this.namespace, directory: this.directory, state: this.state });
  }

  /** Tells a job that this run makes or changes, and drains a deleted one. */
  #hooks(name: string, args: BeamJobArgs, onDelete: OnDelete): Pick<pulumi.CustomResourceOptions, "hooks" | "transforms"> {
    if (!hasEngine()) return {};
    const changes = () => void (this.#changed = true);
    const hooks = { afterCreate: [changes], afterUpdate: [changes] };
    const drain = onDelete === OnDelete.Drain ? (args.drain ?? new JobDrain(`job/${name}`, args)).hook : undefined;
    return drain === undefined ? { hooks } : { hooks: { ...hooks, beforeDelete: [drain] }, transforms: [notIfKept] };
  }

  #stable({ kubeconfig, context }: BeamJobArgs, timeoutMs: number): pulumi.Output<string> {
    const name = this.jobName;
    const seen = pulumi.all([this.deployment.id, this.deployment.metadata, kubeconfig]);
    return pulumi.unsecret(
      seen.apply(async ([, metadata, config]) => {
        if (pulumi.runtime.isDryRun()) return "STABLE"; // a preview awaits nothing: it shows what an update that succeeds will report
        const { read } = await deploymentClient({ kubeconfig: config, context }, String(metadata.namespace), name);
        const report = (state: string) => void pulumi.log.info(`${name}: ${state}`, this, undefined, true);
        return waitUntilStable({ name, generation: Number(metadata.generation ?? 0), timeoutMs, read, report }).catch(
          async (error: unknown) => {
            if (!(error instanceof JobNotStable)) throw error;
            // Fails the update with this message on this resource; a rejected output would be wrapped once per consumer. A job that was
            // there before fails no run: the run may be the one that deletes it.
            await (this.#changed ? pulumi.log.error : pulumi.log.warn)(error.message, this);
            return error.state;
          },
        );
      }),
    );
  }
}

/**
 * The arguments as the engine may record them, after a check of all of them. It keeps them in the state: credentials as a secret only, and
 * no other resources.
 */
function recorded(name: string, args: BeamJobArgs): BeamJobArgs {
  validated("BeamJob", name, () => planBeamJob(name, args, args.applicationConfig === undefined ? undefined : ""));
  const { resources: _, ...storage } = args.storage;
  const { drain: __, ...own } = args;
  return { ...own, storage, ...(args.kubeconfig === undefined ? {} : { kubeconfig: pulumi.secret(args.kubeconfig) }) };
}

/** The engine calls the hook also where it then refuses to delete, or forgets the job and leaves it running. */
function notIfKept({ props, opts }: pulumi.ResourceTransformArgs): pulumi.ResourceTransformResult {
  const kept = opts.protect === true || opts.retainOnDelete === true;
  return { props, opts: kept ? { ...opts, hooks: { ...opts.hooks, beforeDelete: [] } } : opts };
}

/** Keys in one order: a configuration that only lists them differently is the same, and must not restart the job. */
function inKeyOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inKeyOrder);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, inKeyOrder(item)]));
}
