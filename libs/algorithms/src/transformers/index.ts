export { BaseTransformer } from "./base-transformer.ts";
export { MinMaxScaler, type MinMaxScalerParameters } from "./min-max-scaler.ts";
export { OneHotEncoder, type OneHotEncoderParameters } from "./one-hot-encoder.ts";
export { TRANSFORMERS, transformerFromState, type TransformerName } from "./registry.ts";
export { SimpleImputer, type SimpleImputerParameters } from "./simple-imputer.ts";
export { StandardScaler, type StandardScalerParameters } from "./standard-scaler.ts";
export type { Transformer, TransformerClass, TransformerFitOptions } from "./transformer.ts";
