/** The answer to "is it ready?". */
import type { KubernetesObject } from "./kubernetesObject.ts";

/** `failed`: waiting longer is of no use. */
export type Readiness = { readonly ready: true } | { readonly ready: false; readonly waitingFor: string; readonly failed?: boolean };

export type ReadinessCheck = (object: KubernetesObject) => Readiness;

export const READY: Readiness = { ready: true };

export function waitingFor(text: string): Readiness {
  return { ready: false, waitingFor: text };
}

export function failed(text: string): Readiness {
  return { ready: false, waitingFor: text, failed: true };
}
