export type { Activation } from "./activation.ts";
export {
  ACTIVATION_NAMES,
  chooseActivation,
  readyActivation,
  type ActivationName,
} from "./choose-activation.ts";
