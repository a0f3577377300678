/**
 * The parts of an expression, as mathjs's parser gives them. Its own types know many more, which `check-syntax.ts`
 * refuses.
 */
export type ExpressionNode =
  | { readonly type: "ConstantNode"; readonly value: unknown }
  | { readonly type: "SymbolNode"; readonly name: string }
  | { readonly type: "ParenthesisNode"; readonly content: ExpressionNode }
  | OperatorNode
  | FunctionNode
  | {
      readonly type: "ConditionalNode";
      readonly condition: ExpressionNode;
      readonly trueExpr: ExpressionNode;
      readonly falseExpr: ExpressionNode;
    };

export interface OperatorNode {
  readonly type: "OperatorNode";
  /** As it is written, e.g. `+`. */
  readonly op: string;
  /** What it means, e.g. `add`. */
  readonly fn: string;
  readonly args: readonly ExpressionNode[];
}

export interface FunctionNode {
  readonly type: "FunctionNode";
  readonly fn: { readonly name?: string };
  readonly args: readonly ExpressionNode[];
}
