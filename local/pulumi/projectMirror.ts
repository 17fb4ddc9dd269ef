/**
 * The project as the engine gets it: a copy of Pulumi.yaml and of the environment's config in the state
 * folder. The CLI writes a stack's encryption salt into the config file; here that leaves the repository clean.
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import * as path from "node:path";
import { load } from "js-yaml";
import { isObject, textAt } from "../provider/values.ts";
import { UserError } from "../support/errors.ts";

export interface ProjectMirror {
  readonly dir: string;
  readonly projectName: string;
}

const MAIN = /^main:.*\n/m;
const SALT = /^encryptionsalt:.*$/m;

export async function mirrorProject(projectDir: string, stackName: string, dir: string): Promise<ProjectMirror> {
  const file = path.join(projectDir, "Pulumi.yaml");
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new UserError(`${file} cannot be read: the project folder must hold a Pulumi.yaml.`, { cause });
  });
  const project: unknown = load(text);
  const projectName = isObject(project) ? textAt(project, "name") : undefined;
  if (!isObject(project) || projectName === undefined) throw new UserError(`${file} has no name: a Pulumi project needs one.`);
  const configFile = path.join(textAt(project, "stackConfigDir") ?? ".", `Pulumi.${stackName}.yaml`);
  const copy = path.join(dir, configFile);
  await mkdir(path.dirname(copy), { recursive: true });
  const config = await readFile(path.join(projectDir, configFile), "utf8").catch(() => "");
  const salt = SALT.exec(await readFile(copy, "utf8").catch(() => ""))?.[0];
  // A salt in the repository belongs to a passphrase that the team shares, and wins.
  const ownSalt = salt !== undefined && !SALT.test(config) ? `${salt}\n` : "";
  await writeFile(copy, `${ownSalt}${config}`);
  // The program comes from the caller: the engine would look for `main` in this folder.
  await writeFile(path.join(dir, "Pulumi.yaml"), text.replace(MAIN, ""));
  return { dir, projectName };
}
