import { PATHS, type NodeKind } from "@chimera/protocol";

/** A path that a node answers, with its method. */
interface Route {
  method: string;
  path: string;
}

/**
 * What a node says to a request that it has no path for: the method that this path has, or the master's path whose last word
 * is the same, or where all of them stand.
 *
 * @param routes the node's own, each path before the older ones that mean the same.
 */
export function noSuchPath(asked: Route, kind: NodeKind, routes: readonly Route[]): string {
  const own = routes.filter(({ method }) => method !== "ALL");
  const problem = `A ${kind} has no ${asked.method} ${asked.path}`;
  const withMethod = own.find(({ path }) => path === asked.path);
  if (withMethod) return `${problem}: send it as ${withMethod.method}.`;
  if (!kind.endsWith("-master")) return `${problem}.`;
  const word = lastWordOf(asked.path);
  const alike = own.find(({ path }) => lastWordOf(path) === word);
  return alike ? `${problem}, but ${alike.method} ${alike.path}.` : `${problem}. See GET ${PATHS.openapi}.`;
}

const lastWordOf = (path: string) => path.split("/").findLast((word) => word !== "");
