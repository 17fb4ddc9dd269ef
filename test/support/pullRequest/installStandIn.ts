/** What the stand-in of `npm ci` runs. */
import { installStandIn } from "./sampleRepository.ts";

await installStandIn(process.argv[2] ?? ".");
