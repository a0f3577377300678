export { compileActivation, type ActivationLoops } from "./compile-activation.ts";
export { compileExpression } from "./compile-expression.ts";
export { loadExpressions } from "./mathjs.ts";
export { SyntaxFault } from "./syntax-fault.ts";
