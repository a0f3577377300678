export { codesOfScores, labelsOfRows, outputsOf } from "./scores.ts";
export { LinearClassifier, type LearntLinearClassifier } from "./linear-classifier.ts";
