export { PATHS, PATH_ALIASES, withAliases } from "./paths.ts";
export {
  CSV_TYPE,
  JSON_TYPE,
  jsonBody,
  mediaTypeOf,
  wholeOf,
  readAnswer,
  readRequest,
  type Body,
  type WireBody,
  type WireRequest,
} from "./wire-body.ts";

export { AnswerError, RequestError, TensorFormatError } from "./errors/errors.ts";
export {
  errorBody,
  errorBodySchema,
  errorResponse,
  messageOfErrorBody,
  validationBodySchema,
  type ErrorBody,
  type ValidationBody,
} from "./errors/error-bodies.ts";
export type { ValidationDetail } from "./errors/validation-detail.ts";

export { NODE_KINDS, healthSchema, type Health, type NodeKind } from "./messages/health.ts";
export {
  decodeFitRequest,
  fitAnswerSchema,
  fitDoneSchema,
  fitRequestSchema,
  workerReportSchema,
  type FitAnswer,
  type FitRequest,
} from "./messages/fit.ts";
export {
  decodePredictInput,
  decodePredictMatrix,
  decodePredictOutput,
  encodePredictMatrix,
  predictInputSchema,
  predictOutputSchema,
  type Cell,
  type PredictInput,
  type PredictOutput,
} from "./messages/predict.ts";
export {
  dataSampleSchema,
  decodeDataSample,
  decodeFitStepAnswer,
  decodeFitStepRequest,
  encodeFitStepAnswer,
  encodeFitStepRequest,
  fitStepAnswerSchema,
  fitStepRequestSchema,
  type DataSample,
  type FitStepAnswer,
  type FitStepRequest,
} from "./messages/fit-step.ts";
export {
  PARAMETER_SERVER_ORDER_PATHS,
  decodeParameterServerAnswer,
  decodeParameterServerOrder,
  encodeParameterServerAnswer,
  encodeParameterServerOrder,
  type ParameterServerAnswerMessage,
  type ParameterServerOrderMessage,
  type ParameterServerOrderType,
} from "./messages/parameter-server.ts";
export {
  decodeAggregationAnswer,
  decodeModelFit,
  decodeModelPredict,
  encodeAggregationAnswer,
  encodeAggregationOrder,
  learnerDescriptionSchema,
  modelFitAnswerSchema,
  modelFitRequestSchema,
  type AggregationAnswerMessage,
  type AggregationOrderMessage,
  type AggregationOrderType,
  type FitOrderMessage,
  type PredictOrderMessage,
} from "./messages/aggregation.ts";
export {
  decodeMergeAnswer,
  decodeMergeFit,
  encodeMergeAnswer,
  encodeMergeOrder,
  mergeAnswerSchemas,
  mergeFitRequestSchema,
  type MergeAnswerMessage,
  type MergeFitMessage,
  type MergeOrderMessage,
  type MergeOrderType,
} from "./messages/merge.ts";
export type { VectorDtype } from "./messages/vector-body.ts";
export { isTensors, type FloatMatrix, type MatrixMessage } from "./messages/matrix-body.ts";

export { preferredType } from "./media/accept.ts";
export { charsetOf, isReadAsJson } from "./media/media-type.ts";

export { matchColumns, normalizeColumn } from "./predict/match-columns.ts";
export { arrangeRows } from "./predict/arrange-rows.ts";
export { decodePrediction, encodePrediction, type PredictionMessage } from "./predict/prediction-body.ts";
export { decodePredictRows } from "./predict/json-rows.ts";
export type { ParsedRows } from "./predict/parse-rows.ts";
export { encodePredictionJson } from "./predict/json-prediction.ts";
export { matrixOfPredictOutput, predictInputOf } from "./predict/output.ts";

export { TENSORS_TYPE, type Dtype, type Tensor, type TensorData } from "./tensors/tensor.ts";
export { bytesOf, concatenate, encodeTensorParts, encodeTensors } from "./tensors/encode.ts";
export { decodeTensorMessage, decodeTensors, type TensorMessage } from "./tensors/decode.ts";

export { openApiDocument, type OpenApiDocument, type OpenApiOptions } from "./openapi/document.ts";
export * from "./messages/pipeline/index.ts";
