/** The arrows of the house: each rule names a room and what it may not import. */

const room = (name) => `^${name}/`;
const ROOMS = ["model", "components", "policies", "stacks", "local", "bench", "build", "cli", "provider", "test"];

/** What each room may import of the others. */
const ARROWS = {
  model: [],
  components: ["model"],
  policies: ["model"],
  stacks: ["components", "model"],
  // It runs the program of an environment and nothing else of the rooms above.
  local: ["stacks"],
  // It measures what the others do, as it is published.
  bench: ["model", "policies", "local", "build"],
  // It makes the published package, and nothing that is in it.
  build: ["model", "components", "policies"],
  // The command `beam-flink`.
  cli: ["model", "policies", "local"],
  // It serves the components to programs in other languages.
  provider: ["components", "model"],
};

const forbidden = Object.entries(ARROWS).map(([name, allowed]) => ({
  name: `${name}-imports-only-${allowed.join("-and-") || "itself"}`,
  severity: "error",
  from: { path: room(name) },
  to: { path: ROOMS.filter((other) => other !== name && !allowed.includes(other)).map(room) },
}));

export default {
  forbidden: [
    ...forbidden,
    {
      name: "model-is-pure",
      comment: "No Pulumi, no I/O, no clock: zod is its only library.",
      severity: "error",
      from: { path: room("model") },
      to: { dependencyTypes: ["npm", "npm-dev", "core"], pathNot: "node_modules/zod/" },
    },
    {
      name: "nothing-published-uses-development-packages",
      severity: "error",
      from: { path: ["model", "components", "policies", "stacks", "cli"].map(room) },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["npm", "npm-peer"] },
    },
    {
      name: "components-start-without-the-rules",
      comment: "The rules bring zod, a tenth of a program's start.",
      severity: "error",
      // That one loads them when admission policies are made.
      from: { path: room("components"), pathNot: "^components/admissionPolicies/rules\\.ts$" },
      to: { path: ["^model/(index|rule)\\.ts$", "^model/(rules|admission)/", "node_modules/zod/"], dependencyTypesNot: ["type-only"] },
    },
    { name: "no-circles", severity: "error", from: {}, to: { circular: true } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    moduleSystems: ["es6"],
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default"] },
  },
};
