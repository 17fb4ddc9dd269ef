/**
 * Aliases that no cluster would take: one inside of what it stands for, and aliases of aliases that stand for more than fits anywhere. A
 * value that holds itself has no end, and a short file may stand for gigabytes: kubectl refuses both, and the rules would never be done.
 */
import { type Event, EVENT_ID } from "js-yaml";

/** Bytes that all aliases of a document may stand for: an object of Kubernetes has at most 1.5 MB, the default limit of etcd. */
const MOST_BYTES = 4 * 1024 * 1024;

/** Bytes that a value counts beside its text. */
const VALUE_BYTES = 16;

/** What is wrong with an alias, and where it stands in the text. */
export interface AliasProblem {
  readonly offset: number;
  readonly problem: string;
  readonly remedy: string;
}

/** A collection, or a document, that is not complete yet. */
interface Open {
  readonly anchor: string | undefined;
  bytes: number;
}

/** The first alias that cannot be taken; undefined where all can. */
export function aliasProblem(events: readonly Event[], text: string): AliasProblem | undefined {
  if (!events.some(({ type }) => type === EVENT_ID.ALIAS)) return undefined;
  /** Bytes of what an anchor names; undefined while it is not complete. */
  const sizes = new Map<string, number | undefined>();
  const open: Open[] = [];
  let aliased = 0;
  const add = (bytes: number, anchor?: string): void => {
    const around = open.at(-1);
    if (around !== undefined) around.bytes += bytes;
    if (anchor !== undefined) sizes.set(anchor, bytes);
  };
  for (const event of events) {
    if (event.type === EVENT_ID.DOCUMENT) {
      sizes.clear();
      aliased = 0;
      open.push({ anchor: undefined, bytes: 0 });
    } else if (event.type === EVENT_ID.POP) {
      const { bytes = 0, anchor } = open.pop() ?? {};
      add(bytes, anchor);
    } else {
      const anchor = event.anchorStart < 0 ? undefined : text.slice(event.anchorStart, event.anchorEnd);
      if (event.type === EVENT_ID.ALIAS) {
        const known = anchor === undefined ? 0 : sizes.get(anchor);
        // A name that no anchor has is the parser's to tell.
        if (known === undefined && anchor !== undefined && sizes.has(anchor)) return recursive(event.anchorStart - 1);
        aliased += VALUE_BYTES + (known ?? 0);
        if (aliased > MOST_BYTES) return excessive(event.anchorStart - 1);
        add(VALUE_BYTES + (known ?? 0));
      } else if (event.type === EVENT_ID.SCALAR) {
        add(VALUE_BYTES + Math.max(0, event.valueEnd - event.valueStart), anchor);
      } else {
        if (anchor !== undefined) sizes.set(anchor, undefined);
        open.push({ anchor, bytes: VALUE_BYTES });
      }
    }
  }
  return undefined;
}

function recursive(offset: number): AliasProblem {
  return { offset, problem: "the alias stands inside of what it stands for", remedy: "write out what is meant" };
}

function excessive(offset: number): AliasProblem {
  const problem = `the aliases up to here stand for more than ${MOST_BYTES / 1024 / 1024} MiB, which no cluster takes`;
  return { offset, problem, remedy: "write out what is meant" };
}
