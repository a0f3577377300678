import manifest from "../../package.json" with { type: "json" };

/** The version that every node reports. */
export const VERSION: string = manifest.version;
