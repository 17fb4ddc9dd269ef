/** The API server as a judge: FlinkDeployments in server-side dry runs, with what is refused and what is warned of. */
import { readFile } from "node:fs/promises";
import * as https from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import { load } from "js-yaml";
import { crdDirectory } from "../../../local/environment/crds.ts";
import { silent } from "../../../local/support/step.ts";
import { isObject, readPath } from "../../../model/index.ts";
import type { ControlPlane } from "../../support/controlPlane.ts";

/** Milliseconds. */
const PATIENCE = 60_000;

/** What the API server says to a request. */
export interface Verdict {
  readonly code: number;
  /** Text of the refusal, without the names of policy and binding; undefined for an admitted object. */
  readonly refusal?: string;
  /** Texts of the warnings, without those names. */
  readonly warnings: readonly string[];
  readonly body: unknown;
}

/** Talks to the API server of a control plane over kept connections. */
export class ApiServer {
  readonly #agent: https.Agent;
  readonly #url: string;
  readonly #token: string;

  private constructor(url: string, certificate: string, token: string) {
    this.#url = url;
    this.#token = token;
    this.#agent = new https.Agent({ ca: certificate, keepAlive: true, maxSockets: 8 });
  }

  static async of(plane: ControlPlane): Promise<ApiServer> {
    const config = load(await readFile(plane.kubeconfig, "utf8"));
    const text = (...path: (string | number)[]) => String(readPath(config, path));
    const certificate = await readFile(text("clusters", 0, "cluster", "certificate-authority"), "utf8");
    return new ApiServer(text("clusters", 0, "cluster", "server"), certificate, text("users", 0, "user", "token"));
  }

  async request(method: string, path: string, body?: unknown, type = "application/json"): Promise<Verdict> {
    const headers = { authorization: `Bearer ${this.#token}`, "content-type": type };
    const { code, text, warnings } = await new Promise<{ code: number; text: string; warnings: string[] }>((resolve, reject) => {
      const request = https.request(`${this.#url}${path}`, { method, headers, agent: this.#agent }, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () =>
          resolve({
            code: response.statusCode ?? 0,
            text: Buffer.concat(chunks).toString("utf8"),
            warnings: warningTexts(response.headers["warning"]),
          }),
        );
      });
      request.on("error", reject);
      request.end(body === undefined ? undefined : JSON.stringify(body));
    });
    const parsed: unknown = JSON.parse(text);
    const message = isObject(parsed) && typeof parsed["message"] === "string" ? parsed["message"] : text;
    const [, refusal = message] = /denied request: ([\s\S]*)$/.exec(message) ?? [];
    return { code, warnings, body: parsed, ...(code < 400 ? {} : { refusal }) };
  }

  /** Creates the FlinkDeployment, or only asks whether it would be. */
  create(job: object, { dryRun = true, namespace = "default" } = {}): Promise<Verdict> {
    const query = dryRun ? "?dryRun=All" : "";
    return this.request("POST", `/apis/flink.apache.org/v1beta1/namespaces/${namespace}/flinkdeployments${query}`, job);
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** A namespace with labels. */
export function namespaceObject(name: string, labels: Readonly<Record<string, string>> = {}): object {
  return { apiVersion: "v1", kind: "Namespace", metadata: { name, labels } };
}

/** Waits: policies and definitions take effect a moment after they are written. */
export async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + PATIENCE; Date.now() < end; await sleep(100)) if (await holds()) return;
  throw new Error(`${what}: not within ${PATIENCE / 1000} s`);
}

/** What the controller manager, which checks every policy against the definition, warns of. Waits until it has checked `count` policies. */
export async function typeWarnings(api: ApiServer, count: number): Promise<unknown[]> {
  const statuses: unknown[] = [];
  await until("all policies are checked", async () => {
    const { body } = await api.request("GET", "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies");
    const items = readPath(body, ["items"]);
    const checked = (Array.isArray(items) ? items : []).filter(
      (item) =>
        isObject(readPath(item, ["status", "typeChecking"])) &&
        readPath(item, ["status", "observedGeneration"]) === readPath(item, ["metadata", "generation"]),
    );
    statuses.splice(0, Infinity, ...checked.map((item) => readPath(item, ["status", "typeChecking", "expressionWarnings"])));
    return checked.length === count;
  });
  return statuses.filter((warnings) => warnings !== undefined);
}

/** Texts of the policies' warnings: `299 - "Validation failed for …: text"`, in the quotes of HTTP. */
function warningTexts(header: string | string[] | undefined): string[] {
  const whole = Array.isArray(header) ? header.join(", ") : (header ?? "");
  const latin1 = Buffer.from(whole, "latin1").toString("utf8");
  return [...latin1.matchAll(/299 - "((?:[^"\\]|\\.)*)"/g)].flatMap(([, quoted = ""]) => {
    const [, text] =
      /^Validation failed for ValidatingAdmissionPolicy '[^']*' with binding '[^']*': ([\s\S]*)$/.exec(quoted.replaceAll(/\\(.)/g, "$1")) ??
      [];
    return text === undefined ? [] : [text];
  });
}

/** The operator's own definition of FlinkDeployment; `nested` lets its configuration have any shape, as operators from 1.12 on do. */
export async function flinkDeploymentCrd({ nested = false } = {}): Promise<object> {
  const definition = load(await readFile(`${await crdDirectory(silent)}/flinkdeployments.flink.apache.org-v1.yml`, "utf8"));
  const spec = readPath(definition, ["spec", "versions", 0, "schema", "openAPIV3Schema", "properties", "spec", "properties"]);
  if (!isObject(definition) || !isObject(spec)) throw new Error("the definition has no spec");
  if (nested) spec["flinkConfiguration"] = { type: "object", "x-kubernetes-preserve-unknown-fields": true };
  return definition;
}
