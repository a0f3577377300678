export { PATHS, PATH_ALIASES, withAliases } from "./paths.ts";
export {
  CSV_TYPE,
  JSON_TYPE,
  jsonBody,
  mediaTypeOf,
  wholeOf,
  readAnswer,
  type Body,
  type WireBody,
  type WireRequest,
} from "./wire-body.ts";

export { AnswerError, RequestError, TensorFormatError } from "./errors/errors.ts";
export {
  errorBody,
  errorResponse,
  messageOfErrorBody,
  type ErrorBody,
  type ValidationBody,
} from "./errors/error-bodies.ts";
export type { ValidationDetail } from "./errors/validation-detail.ts";

export { healthSchema, type Health, type NodeKind } from "./messages/health.ts";
export { decodeFitRequest, fitAnswerSchema, type FitAnswer, type FitRequest } from "./messages/fit.ts";
export {
  decodePredictMatrix,
  decodePredictOutput,
  encodePredictMatrix,
  type Cell,
  type PredictInput,
  type PredictOutput,
} from "./messages/predict.ts";
export {
  decodeDataSample,
  decodeFitStepAnswer,
  decodeFitStepRequest,
  encodeFitStepAnswer,
  encodeFitStepRequest,
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
  type MergeAnswerMessage,
  type MergeFitMessage,
  type MergeOrderMessage,
  type MergeOrderType,
} from "./messages/merge.ts";
export {
  decodePeerMessage,
  decodePipelineAnswer,
  decodePipelineOrder,
  encodePeerMessage,
  encodePipelineAnswer,
  encodePipelineOrder,
  type Addresses,
  type PeerMessage,
  type PipelineAnswerMessage,
  type PipelineOrderMessage,
  type PipelineOrderType,
} from "./messages/pipeline/index.ts";
export type { VectorDtype } from "./messages/vector-body.ts";
export type { FloatMatrix, MatrixMessage } from "./messages/matrix-body.ts";

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
export { encodeTensorParts, encodeTensors } from "./tensors/encode.ts";
export { ArrivingTensors, decodeTensorMessage, decodeTensors, type TensorMessage } from "./tensors/decode.ts";
export type { Parts } from "./tensors/parts.ts";

export { openApiDocument, type OpenApiDocument, type OpenApiOptions } from "./openapi/document.ts";
