/** Refuses a tag that must not be published: `node build/checkRelease.ts v1.2.3`. */
import { releaseFiles, releaseProblems } from "./release.ts";

const [tag = ""] = process.argv.slice(2);
const problems = releaseProblems(tag, releaseFiles());
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
else console.log(`${tag} can be published`);
