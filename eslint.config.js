import js from "@eslint/js";
import { readdirSync, readFileSync } from "node:fs";
import tseslint from "typescript-eslint";

/**
 * Who may import whom inside the workspace: arrows point inward. The table is derived from the packages'
 * own package.json, so that the nx graph and the lint rule can never disagree.
 */
const projects = ["libs", "apps"]
  .flatMap((folder) => readdirSync(new URL(folder, import.meta.url)).map((name) => `${folder}/${name}`))
  .concat("compose");

/** The inner layers know neither Node nor the network, clocks or chance. */
const pure = ["libs/algorithms", "libs/distributed"];
const testCode = ["**/*.test.ts", "**/testing/**"];
const allNames = projects.map((folder) => manifest(folder).name);

function manifest(folder) {
  return JSON.parse(readFileSync(new URL(`${folder}/package.json`, import.meta.url), "utf8"));
}

function boundary(folder) {
  const { name, dependencies = {} } = manifest(folder);
  const forbidden = allNames.filter((other) => other !== name && !(other in dependencies));
  const patterns = [
    { group: forbidden, message: `${name} does not declare this dependency: arrows point inward.` },
    { group: ["@chimera/*/*", "chimera-distributed-ml/*"], message: "Import a package by its public face." },
  ];
  if (pure.includes(folder)) patterns.push({ group: ["node:*"], message: "This layer is pure: no Node." });
  return {
    files: [`${folder}/**/*.ts`],
    ignores: testCode,
    rules: { "no-restricted-imports": ["error", { patterns }] },
  };
}

const purity = {
  files: pure.map((folder) => `${folder}/**/*.ts`),
  ignores: testCode,
  rules: {
    "no-restricted-globals": [
      "error",
      "setTimeout",
      "setInterval",
      "fetch",
      "process",
      "performance",
      "Date",
    ],
    "no-restricted-properties": ["error", { object: "Math", property: "random", message: "Pass a seed." }],
  },
};

export default tseslint.config(
  {
    ignores: [
      "**/node_modules",
      "**/dist",
      "**/.chimera",
      "**/.nx",
      "coverage",
      "libs/kernels/wasm",
      "**/*.generated.ts",
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    languageOptions: { globals: { process: "readonly", console: "readonly", URL: "readonly" } },
    rules: {
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "@typescript-eslint/no-extraneous-class": "off",
      "@typescript-eslint/unified-signatures": "off",
      "max-lines": ["error", { max: 300, skipBlankLines: true, skipComments: true }],
      "no-undef": "off",
      eqeqeq: "error",
    },
  },
  ...projects.map(boundary),
  purity,
);
