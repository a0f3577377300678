/** What we use of the WebAssembly JavaScript interface: its types are part of the browsers' library, which we do not load. */
declare global {
  namespace WebAssembly {
    class Module {
      private constructor();
    }
    class Memory {
      constructor(descriptor: { initial: number });
      readonly buffer: ArrayBuffer;
      grow(pages: number): number;
    }
    class Instance {
      constructor(module: Module, imports: Record<string, Record<string, unknown>>);
      readonly exports: Record<string, unknown>;
    }
    function validate(bytes: Uint8Array): boolean;
    function compile(bytes: Uint8Array): Promise<Module>;
  }
}

export {};
