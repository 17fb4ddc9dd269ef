/** The pod templates of a job: one for all its pods, and one each for where JobManager and TaskManagers run. */
import * as pulumi from "@pulumi/pulumi";
import { BUILT_IN_PLUGINS, fileSystemPlugin, type Versions } from "../../model/platform.ts";
import { renderMetrics } from "../../model/monitoring/index.ts";
import { FLINK_USER } from "../flinkOperator/deployment.ts";
import type { PodPlacementArgs } from "../streamingCluster/args.ts";
import type { BeamJobArgs } from "./args.ts";

/** Name the operator gives a Flink pod's main container. */
const MAIN_CONTAINER = "flink-main-container";
const APPLICATION_CONFIG_FOLDER = "/etc/beam-application";
/** File name of the application configuration, in its ConfigMap and in the pods. */
export const APPLICATION_CONFIG_FILE = "application.json";

/** The template of all pods. */
export function podTemplate(args: BeamJobArgs, versions: Versions, applicationConfigMap: pulumi.Input<string> | undefined): object {
  const variables = Object.entries(environment(args, versions)).map(([name, value]) => ({ name, value }));
  const config = applicationConfigMap === undefined ? undefined : { name: "application-config", configMap: { name: applicationConfigMap } };
  if (config !== undefined)
    variables.push({ name: "BEAM_APPLICATION_CONFIG", value: `${APPLICATION_CONFIG_FOLDER}/${APPLICATION_CONFIG_FILE}` });
  const { ports, annotations } = renderMetrics(args.metrics ?? {});
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "pod-template", ...(Object.keys(annotations).length === 0 ? {} : { annotations }) },
    spec: {
      securityContext: { runAsNonRoot: true, runAsUser: FLINK_USER, runAsGroup: FLINK_USER, fsGroup: FLINK_USER },
      containers: [
        {
          name: MAIN_CONTAINER,
          // The pod's status, and so the operator's error, then holds what Flink printed last.
          terminationMessagePolicy: "FallbackToLogsOnError",
          ...(ports.length === 0 ? {} : { ports }),
          ...(variables.length === 0 ? {} : { env: variables }),
          ...(args.storage.environmentSecret === undefined ? {} : { envFrom: [{ secretRef: { name: args.storage.environmentSecret } }] }),
          ...(config === undefined ? {} : { volumeMounts: [{ name: config.name, mountPath: APPLICATION_CONFIG_FOLDER, readOnly: true }] }),
        },
      ],
      ...(config === undefined ? {} : { volumes: [config] }),
    },
  };
}

/** The caller's variables, and the plugin of the bucket's file system before those the caller enables. */
function environment({ environment: given = {}, storage }: BeamJobArgs, versions: Versions): Record<string, pulumi.Input<string>> {
  if (storage.fileSystem === undefined) return given;
  const plugin = fileSystemPlugin(storage.fileSystem, versions);
  const others = given[BUILT_IN_PLUGINS];
  return { ...given, [BUILT_IN_PLUGINS]: others === undefined ? plugin : pulumi.interpolate`${plugin};${others}` };
}

/** The operator merges it with the template of all pods. Empty where nothing is asked for. */
export function placementTemplate(placement: PodPlacementArgs | undefined): { readonly podTemplate?: object } {
  const { nodeSelector, tolerations, annotations } = placement ?? {};
  if (nodeSelector === undefined && tolerations === undefined && annotations === undefined) return {};
  const spec = { ...(nodeSelector === undefined ? {} : { nodeSelector }), ...(tolerations === undefined ? {} : { tolerations }) };
  const metadata = annotations === undefined ? {} : { metadata: { annotations } };
  // No containers: the operator merges lists by their index, and the template of all pods has the main one.
  return { podTemplate: { apiVersion: "v1", kind: "Pod", ...metadata, spec } };
}
