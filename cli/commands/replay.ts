import type { CliCommand } from "../command.ts";
import { archive } from "../replay/archive.ts";
import { file } from "../replay/file.ts";

/** `greenroom replay`: what happened, once more. */
export const replay: CliCommand = {
  group: "Recordings and simulations",
  guide: {
    file: "makes the plane [decide again](docs/internals/recordings.md) on what was recorded, in memory, and shows what it decides differently",
    archive:
      "sends notices of a time range from the archive again, [to a function that can only store them](docs/operate/failures.md#replaying-the-archive), and writes what arrives",
  },
  add(program, context) {
    const command = program.command("replay").description("have recorded events published or handled once more");
    file(command, context);
    archive(command, context);
    return command;
  },
};
