export { NearestCentroid, type NearestCentroidParameters } from "./nearest-centroid.ts";
