/**
 * The Flink Kubernetes Operator: its custom resource definitions, its configuration, its Deployment, and in each
 * watched namespace the roles it works with and the service account that jobs run as.
 *
 * The definitions are resources of their own, so a new version shows and upgrades them in one preview (Helm installs
 * them once and never again). The validating webhook of the official chart is not installed: it needs cert-manager,
 * and the operator makes the same checks itself before it deploys.
 */
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import {
  ArgumentError,
  cpuQuantity,
  memoryQuantity,
  operatorRelease,
  type OperatorRelease,
  parseDuration,
  refuseCredentialKeys,
  resolveVersions,
  validateNamespace,
} from "../model/platform.ts";
import { checkCrdSource, type CrdSourceArgs } from "./flinkOperator/crdSource.ts";
import { customResourceDefinitions } from "./flinkOperator/crds.ts";
import { HEALTH_PORT, JOB_SERVICE_ACCOUNT, operatorDeployment } from "./flinkOperator/deployment.ts";
import { JOB_RULES, LEADER_RULES, OPERATOR_RULES } from "./flinkOperator/roles.ts";
import { validated } from "./validation.ts";

export interface FlinkOperatorArgs {
  /**
   * Release of the operator.
   * @default the current line of the compatibility matrix
   */
  readonly version?: string;
  /**
   * Image of the operator.
   * @default the official image of `version`
   */
  readonly image?: pulumi.Input<string>;
  /** Namespace the operator runs in. It must exist. */
  readonly namespace: pulumi.Input<string>;
  /** Namespaces whose FlinkDeployments it runs, at least one. They must exist. */
  readonly watchedNamespaces: readonly pulumi.Input<string>[];
  /**
   * Where the custom resource definitions come from.
   * @default the official release, checked against its SHA-256
   */
  readonly crds?: CrdSourceArgs;
  /**
   * How often it looks at a job that is stable, in Flink's notation.
   * @default "15 s", as the official chart
   */
  readonly reconcileInterval?: string;
  /**
   * Further settings of the operator and defaults of every job: `kubernetes.operator.*` and Flink keys. A key that another
   * argument writes is refused.
   * @default none
   */
  readonly configuration?: { readonly [key: string]: pulumi.Input<string> };
  /**
   * CPU the operator asks for, in Kubernetes' notation.
   * @default "200m"
   */
  readonly cpu?: string;
  /**
   * Memory the operator asks for and may use, in Kubernetes' notation.
   * @default "1Gi"
   */
  readonly memory?: string;
}

const NAME = "flink-kubernetes-operator";
const DEFAULT_RECONCILE_INTERVAL = "15 s";
const DEFAULT_CPU = "200m";
const DEFAULT_MEMORY = "1Gi";

/** An operator's arguments, once checked. */
export interface FlinkOperatorPlan {
  readonly release: OperatorRelease;
  /** Settings of the operator and defaults of every job. */
  readonly configuration: { readonly [key: string]: pulumi.Input<string> };
  readonly cpu: string;
  readonly memory: string;
}

/** Checks all arguments, and the definitions where they lie in a local folder; downloads nothing. Throws an ArgumentError. */
export function planFlinkOperator(args: FlinkOperatorArgs): FlinkOperatorPlan {
  const { namespace, watchedNamespaces, cpu = DEFAULT_CPU, memory = DEFAULT_MEMORY } = args;
  validateNamespace(namespace, "namespace");
  if (watchedNamespaces.length === 0) {
    throw new ArgumentError({
      field: "watchedNamespaces",
      value: [],
      rule: "must name at least one namespace",
      remedy: "Name the namespaces jobs may run in: the operator gets rights in these and in no other.",
    });
  }
  for (const [index, watched] of watchedNamespaces.entries()) validateNamespace(watched, `watchedNamespaces[${index}]`);
  const release = operatorRelease(resolveVersions({ operator: args.version }).operator);
  const plan = {
    release,
    configuration: operatorConfiguration(args),
    cpu: cpuQuantity(cpu, "cpu"),
    memory: memoryQuantity(memory, "memory"),
  };
  checkCrdSource(release, args.crds ?? {});
  return plan;
}

/** The arguments as the engine may record them, after a check of all of them. */
function recorded(name: string, args: FlinkOperatorArgs): FlinkOperatorArgs {
  validated("FlinkOperator", name, () => planFlinkOperator(args));
  if (args.crds === undefined) return args;
  // Where a machine reads the release's files is not the operator's: on another machine it would show as a change.
  const { directory: _, mirror: __, ...crds } = args.crds;
  return { ...args, crds };
}

/** The operator's settings as one flat map. */
function operatorConfiguration({ configuration = {}, ...args }: FlinkOperatorArgs): Record<string, pulumi.Input<string>> {
  const interval = args.reconcileInterval ?? DEFAULT_RECONCILE_INTERVAL;
  parseDuration(interval, "reconcileInterval");
  refuseCredentialKeys(configuration, "configuration");
  const written: Record<string, pulumi.Input<string>> = {
    "kubernetes.operator.watched.namespaces": pulumi.all([...args.watchedNamespaces]).apply((names) => names.join(",")),
    "kubernetes.operator.reconcile.interval": interval,
    "kubernetes.operator.health.probe.enabled": "true",
    "kubernetes.operator.health.probe.port": String(HEALTH_PORT),
  };
  const twice = Object.keys(configuration).find((key) => Object.hasOwn(written, key));
  if (twice !== undefined) {
    throw new ArgumentError({
      field: `configuration["${twice}"]`,
      value: configuration[twice],
      rule: "is written by the component: it must agree with the roles, the interval and the probes that it makes",
      remedy: "Use watchedNamespaces or reconcileInterval, or leave it out.",
    });
  }
  return { ...written, ...configuration };
}

/** One operator and what it needs. */
export class FlinkOperator extends pulumi.ComponentResource {
  /** Release that was installed. */
  readonly version: string;
  /** The Deployment: a job depends on it so that it is deleted while the operator still runs. */
  readonly deployment: k8s.apps.v1.Deployment;
  /** Everything a job needs before it can be created and until it is deleted. */
  readonly ready: readonly pulumi.Resource[];

  constructor(name: string, args: FlinkOperatorArgs, opts?: pulumi.ComponentResourceOptions) {
    super("beam-flink:index:FlinkOperator", name, recorded(name, args), opts);
    const { release, configuration, cpu, memory } = planFlinkOperator(args);
    const definitions = customResourceDefinitions(release, args.crds ?? {});
    const child = { parent: this };
    this.version = release.version;

    const crds = definitions.map(({ plural, spec }) => {
      const options = { ...child, retainOnDelete: args.crds?.retain ?? true };
      return new k8s.apiextensions.v1.CustomResourceDefinition(
        `${name}-crd-${plural}`,
        { metadata: { name: `${plural}.flink.apache.org` }, spec },
        options,
      );
    });

    const operatorAccount = new k8s.core.v1.ServiceAccount(
      `${name}-service-account`,
      { metadata: { name: NAME, namespace: args.namespace } },
      child,
    );
    const subject = { kind: "ServiceAccount", name: operatorAccount.metadata.name, namespace: args.namespace };
    const grants = [
      ...this.#role(`${name}-leader`, `${NAME}-leader`, args.namespace, LEADER_RULES, subject),
      ...args.watchedNamespaces.flatMap((namespace, index) => {
        // Names must not depend on values that may be unknown in a preview.
        const suffix = typeof namespace === "string" ? namespace : String(index);
        const metadata = { name: JOB_SERVICE_ACCOUNT, namespace };
        const account = new k8s.core.v1.ServiceAccount(`${name}-job-service-account-${suffix}`, { metadata }, child);
        const job = { kind: "ServiceAccount", name: account.metadata.name, namespace };
        return [
          ...this.#role(`${name}-operator-${suffix}`, NAME, namespace, OPERATOR_RULES, subject),
          ...this.#role(`${name}-job-${suffix}`, JOB_SERVICE_ACCOUNT, namespace, JOB_RULES, job),
        ];
      }),
    ];

    const config = new k8s.core.v1.ConfigMap(
      `${name}-configuration`,
      // Immutable and named by the engine: another configuration is another name, and the Deployment rolls.
      { metadata: { namespace: args.namespace }, immutable: true, data: configurationFiles(configuration) },
      child,
    );
    this.deployment = new k8s.apps.v1.Deployment(
      `${name}-deployment`,
      operatorDeployment({
        name: NAME,
        namespace: args.namespace,
        image: args.image ?? release.image,
        serviceAccount: operatorAccount.metadata.name,
        configMap: config.metadata.name,
        cpu,
        memory,
      }),
      { ...child, dependsOn: [...crds, ...grants] },
    );
    this.ready = [this.deployment, ...grants, ...crds];
    this.registerOutputs({ version: this.version });
  }

  #role(
    name: string,
    objectName: string,
    namespace: pulumi.Input<string>,
    rules: k8s.types.input.rbac.v1.PolicyRule[],
    subject: k8s.types.input.rbac.v1.Subject,
  ): pulumi.Resource[] {
    const metadata = { name: objectName, namespace };
    const role = new k8s.rbac.v1.Role(`${name}-role`, { metadata, rules }, { parent: this });
    const roleRef = { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: role.metadata.name };
    const binding = new k8s.rbac.v1.RoleBinding(`${name}-role-binding`, { metadata, roleRef, subjects: [subject] }, { parent: this });
    return [role, binding];
  }
}

/** `config.yaml` with flat keys, which every operator that supports Flink 1.19 or later reads, and the loggers. */
function configurationFiles(configuration: FlinkOperatorPlan["configuration"]): pulumi.Output<Record<string, string>> {
  return pulumi.all(configuration).apply((values): Record<string, string> => {
    const lines = Object.entries(values).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
    return {
      "config.yaml": `${lines.toSorted().join("\n")}\n`,
      "log4j-operator.properties": LOGGING,
      "log4j-console.properties": LOGGING,
    };
  });
}

const LOGGING = `rootLogger.level = INFO
rootLogger.appenderRef.console.ref = Console
appender.console.name = Console
appender.console.type = CONSOLE
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d{ISO8601} %-5p %c{1.} %X - %m%n
`;
