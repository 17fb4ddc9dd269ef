/** The classes of a job's change, from the one that is least to the one that is worst. */

/** Each class with what it says, in the order of their weight. */
export const CHANGE_CLASSES = {
  unchanged: "nothing that the operator or Flink reads has changed",
  new: "the job is not there before",
  "no-restart": "the job runs on: the operator takes the change over, or scales in place",
  restart: "the job is stopped and goes on with its state, from a savepoint or its last checkpoint",
  deleted: "the job is not there any more; what is left of its state is said",
  "not-evaluated": "a value that decides is not known before the update",
  "state-at-risk": "the job is stopped, and whether the new one can read its state is decided only when it starts",
  "state-lost": "the job starts without the state it has, or cannot start with it",
} as const;

/** Name of a class. */
export type ChangeClass = keyof typeof CHANGE_CLASSES;

/** Names of all classes, the worst last. */
export const CHANGE_CLASS_NAMES: readonly ChangeClass[] = Object.keys(CHANGE_CLASSES).filter(isChangeClass);

/** True for the name of a class. */
export function isChangeClass(name: string): name is ChangeClass {
  return Object.hasOwn(CHANGE_CLASSES, name);
}

/** Below 0 where `one` is less than `other`. */
export function compareClasses(one: ChangeClass, other: ChangeClass): number {
  return CHANGE_CLASS_NAMES.indexOf(one) - CHANGE_CLASS_NAMES.indexOf(other);
}

/** The worst of several; `unchanged` of none. */
export function worstClass(classes: readonly ChangeClass[]): ChangeClass {
  return classes.reduce((worst, one) => (compareClasses(one, worst) > 0 ? one : worst), "unchanged");
}
