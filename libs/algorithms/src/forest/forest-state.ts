import type { StateReader } from "../base/index.ts";
import type { FlatTree } from "../tree/index.ts";

/** At least one tree. @throws DataError */
export function readTrees(reader: StateReader, read: (tree: StateReader) => FlatTree): FlatTree[] {
  const trees = reader.objects("trees").map(read);
  return trees.length > 0 ? trees : reader.refuse("at least one tree", trees);
}

/** A number, or null where none was asked for. @throws DataError */
export function readScore(reader: StateReader): number | null {
  return reader.plain().oobScore === null ? null : reader.number("oobScore");
}
