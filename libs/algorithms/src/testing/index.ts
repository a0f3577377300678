export { dataSet, mixedDataSet, type DataSetName, type Table } from "./data-sets.ts";
export { throughJson } from "./plain-data.ts";
export { inCamelCase, relativeError } from "./references.ts";
