/** Starts the cluster of the environment that is its argument, and prints each line of progress: for a test that kills this process. */
import { startCluster } from "../../../local/kubernetes/cluster.ts";
import { stateFolder } from "../../../local/support/stateFolder.ts";

const [environment = ""] = process.argv.slice(2);
const step = { report: (text: string) => process.stdout.write(`${text}\n`), signal: new AbortController().signal };
await startCluster(stateFolder(environment), { name: environment }, step);
