import { ParticipantError } from "@chimera/distributed";

/** What is said to who asks for a model before there is one. @param path of the fit that makes it. */
export function notFitted(path: string): ParticipantError {
  return new ParticipantError("conflict", `There is no fitted model yet: POST to ${path} first.`);
}
