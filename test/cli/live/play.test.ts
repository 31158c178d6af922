import { describe, expect, it } from "vitest";
import { told } from "../../../cli/live/play.ts";
import { paintFor } from "../../../cli/terminal.ts";
import { aReport } from "./a-view.ts";

const PLAYED = { demand: "the built-in generator", arrivals: 199, lost: 0, stoppedEarly: false };
const plain = paintFor({ isScreen: false, env: {} });

describe("a play", () => {
  it("that broke a rule ends with an exit code of its own", () => {
    expect(told(aReport({ violations: ["it lost one"] }), PLAYED, plain)).toMatchObject({ exit: "violated" });
    expect(told(aReport(), PLAYED, plain)).not.toHaveProperty("exit");
  });

  it("is one document: whose figures they are, what was played, what came of it", () => {
    expect(told(aReport(), PLAYED, plain)).toMatchObject({
      document: { figuresOf: "local cloud, virtual time", ...PLAYED, ...aReport() },
    });
  });
});
