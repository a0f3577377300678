import { ParticipantError } from "@chimera/distributed";

/** Asked for what only a fit leaves. @param path of the fit that makes it. */
export function notFitted(path: string): ParticipantError {
  return new ParticipantError("conflict", `There is no fitted model yet: POST to ${path} first.`);
}

/** Asked for what the workers are replacing just now: what the last fit left on them. */
export function fitRuns(): ParticipantError {
  return new ParticipantError("conflict", "A fit runs: ask again when it has answered.");
}
