/** A command ends with exit code 1, and has told the user why. */
export class CommandFailed extends Error {
  override readonly name = "CommandFailed";
}
