/** Writes `docs/plan.md`. It has to run in the project's folder. */
import { writeFile } from "node:fs/promises";
import { planExample } from "./planExample.ts";
import { renderPlanPage } from "./planPage.ts";

await writeFile("docs/plan.md", renderPlanPage(await planExample()));
