export { codesOfScores, labelsOfScores, outputsOf } from "./scores.ts";
export { LinearClassifier, type LearntLinearClassifier } from "./linear-classifier.ts";
