export {
  decodePipelineAnswer,
  encodePipelineAnswer,
  stageAnswerSchemas,
  type PipelineAnswerMessage,
} from "./answers.ts";
export {
  decodePipelineOrder,
  encodePipelineOrder,
  stageOrderSchemas,
  type Addresses,
  type PipelineOrderMessage,
  type PipelineOrderType,
} from "./orders.ts";
export { decodePeerMessage, encodePeerMessage, type PeerMessage } from "./peer-message.ts";
