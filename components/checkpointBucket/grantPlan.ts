/** What every grant checks, whatever the bucket: the job's folder, its service account, its versions. */
import type * as pulumi from "@pulumi/pulumi";
import { ArgumentError, matches, resolveVersions, validateJobName, validateNamespace, type Versions } from "../../model/platform.ts";
import { requireSet } from "../validation.ts";
import type { GrantArgs } from "./args.ts";

/** A grant, checked. */
export interface GrantPlan {
  readonly namespace: pulumi.Input<string>;
  readonly jobName: string;
  readonly serviceAccount: string;
  readonly versions: Versions;
}

/** Names of service accounts, as Kubernetes takes them. They go into policies, so nothing else may pass. */
const SERVICE_ACCOUNT = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/;

/** Checks the arguments. */
export function planGrant({ namespace, jobName, serviceAccount, versions }: GrantArgs): GrantPlan {
  requireSet(namespace, "namespace", "Give the namespace that the job runs in.");
  validateNamespace(namespace, "namespace");
  requireSet(jobName, "jobName", "Give the name of the job.");
  validateJobName(jobName, "jobName");
  if (!matches(serviceAccount, SERVICE_ACCOUNT)) {
    throw new ArgumentError({
      field: "serviceAccount",
      value: serviceAccount,
      rule: "must be the name of a Kubernetes service account: lower-case letters, digits, dots and hyphens",
      remedy: "Give the name alone, without the namespace.",
    });
  }
  return { namespace, jobName, serviceAccount, versions: resolveVersions(versions ?? {}) };
}

/**
 * Refuses what would let two jobs into one folder, where each would delete the other's state, and on a cloud two jobs with
 * one service account, which is what the cloud tells them apart by.
 */
export class GrantRegister {
  readonly #jobs = new Set<string>();
  readonly #accounts = new Map<string, string>();

  add({ jobName, namespace, serviceAccount }: GrantPlan, identityPerJob: boolean): void {
    if (this.#jobs.has(jobName)) {
      throw new ArgumentError({
        field: "jobName",
        value: jobName,
        rule: "must be granted once per bucket: two jobs in one folder would delete each other's state",
        remedy: "Give one of the two jobs another jobName.",
      });
    }
    const account = identityPerJob && typeof namespace === "string" ? `${namespace}/${serviceAccount}` : undefined;
    const other = account === undefined ? undefined : this.#accounts.get(account);
    if (other !== undefined) {
      throw new ArgumentError({
        field: "serviceAccount",
        value: serviceAccount,
        rule: `must differ from that of the job ${other}: the cloud gives rights to a service account`,
        remedy: "Give each job a service account of its own.",
      });
    }
    this.#jobs.add(jobName);
    if (account !== undefined) this.#accounts.set(account, jobName);
  }
}
