import { loadDataset, readFeatures, TRAIN_FILES } from "@chimera/dataset";
import { ShardFeatures, type ModelSource, type Shard } from "@chimera/distributed";
import { join } from "node:path";

/**
 * Loads the shard of a worker of the parameter server. Its features are held once; they are read from the file again when
 * that is what a fit needs.
 *
 * @param folder with `X_train.csv` and `y_train.csv`. @param name of the worker.
 * @throws DatasetError with file, line and column.
 */
export function loadShard(
  folder: string,
  name: string,
  source: ModelSource,
): { shard: Shard; targetColumn: string } {
  const { X, targetColumn, ...rows } = loadDataset(folder, source.task);
  const features = new ShardFeatures(X, () => readFeatures(join(folder, TRAIN_FILES.X)).X);
  return { shard: { name, source, features, ...rows }, targetColumn };
}
