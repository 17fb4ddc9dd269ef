/** What a pod template brings to the program: containers that fetch code, environment, volumes. */
import type { ChangeJudgement } from "../judgement.ts";

const TEMPLATE = String.raw`^spec\.(?:jobManager\.|taskManager\.)?podTemplate\.spec\.`;

/** Containers that run before the job, and what the job itself is given. */
const CONTAINERS = new RegExp(
  String.raw`${TEMPLATE}(?:initContainers(?:\[|$)|containers\[flink-main-container\]\.(?:command|args|env|envFrom|lifecycle|volumeMounts)(?:\W|$))`,
);

/** Volumes that hold something when the pod starts. */
const VOLUMES = new RegExp(String.raw`${TEMPLATE}volumes\[[^\]]*\]\.(?!emptyDir|ephemeral|downwardAPI|name$)`);

/** Settings of Flink that give the same to its pods. */
const SETTINGS = /^(?:containerized\.(?:master|taskmanager)\.env\.|kubernetes\.env\.secretKeyRef$|kubernetes\.secrets$)/;

/** What says nothing to the program; the image has a judgement of its own. */
const OTHER = /\]\.(?:image$|resources|securityContext|imagePullPolicy|terminationMessagePolicy|terminationMessagePath)(?:\.|$)/;

/** Variables that only the image's own start script and the allocator read. */
const HARMLESS = /\.env\[(?:ENABLE_BUILT_IN_PLUGINS|DISABLE_JEMALLOC|MALLOC_ARENA_MAX)\]/;

export const podCode: ChangeJudgement = {
  id: "pod-code",
  title: "The pod template brings other code or other input to the program.",
  classes: ["state-at-risk"],
  why: "containers that run first, the environment and volumes may bring other code, or make the program build another graph: what the program makes of them cannot be seen here",
  next: "ask who wrote the job whether transforms, windows, coders or sources depend on it; if so, try it on a copy of a savepoint",
  source: '"Application State Compatibility" of Flink\'s documentation',
  judge: ({ differences }) =>
    differences
      .filter(
        ({ field, unknown }) =>
          !unknown &&
          (CONTAINERS.test(field) || VOLUMES.test(field) || SETTINGS.test(field)) &&
          !OTHER.test(field) &&
          !HARMLESS.test(field),
      )
      .map((one) => ({ ...one, class: "state-at-risk" })),
};
