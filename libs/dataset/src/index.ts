export { DatasetError, type DatasetFault } from "./dataset-error.ts";
export { csvCell } from "./csv-cell.ts";
export {
  parseFeatures,
  readFeatures,
  type FeatureOptions,
  type Features,
  type ParseOptions,
} from "./features.ts";
export { loadDataset, readHoldOut, TRAIN_FILES, type Dataset, type DatasetFiles } from "./load-dataset.ts";
export { splitTable, type Split, type SplitOptions } from "./split-table.ts";
export { readTarget, type Target } from "./target.ts";
export {
  writeShards,
  type ShardsSummary,
  type WriteShardsOptions,
  type WrittenPart,
} from "./write-shards.ts";
