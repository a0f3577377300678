export { DatasetError, type DatasetFault } from "./dataset-error.ts";
export { readFeatures, type FeatureOptions, type Features } from "./features.ts";
export { loadDataset, readHoldOut, TRAIN_FILES, type Dataset, type DatasetFiles } from "./load-dataset.ts";
export { splitTable, type Split, type SplitOptions } from "./split-table.ts";
export { formatPredictions, type Predictions } from "./format-predictions.ts";
export { formatTable } from "./format-table.ts";
export { parseFeatures } from "./parse-features.ts";
export { readTarget, type Target } from "./target.ts";
export {
  writeShards,
  type ShardsSummary,
  type WriteShardsOptions,
  type WrittenPart,
} from "./write-shards.ts";
