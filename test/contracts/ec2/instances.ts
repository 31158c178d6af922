import { describe, expect, test } from "vitest";
import { MINUTE_MS } from "../../../core/model/time.ts";
import { aTemplate, EPOCH, instanceNo, REGION } from "../../builders.ts";
import { type Ec2Subject, linux, type Open, thrown } from "./subject.ts";

/** What the ports promise of one instance. */
export function instancesContract(name: string, open: Open): void {
  describe(`an instance, of ${name}`, () => {
    test("is stopped, started and terminated, each asked once and then already", async () => {
      const { ports, during, launched, state } = await open();
      const { id } = await launched();
      const twice = async (work: () => Promise<{ readonly kind: string }>) => {
        const [one, two] = [await during(0, work), await during(2 * MINUTE_MS, work)];
        return [one.kind, two.kind, await state(id)];
      };
      expect(await twice(() => ports.power.stop(id, { hibernate: false }))).toEqual(["asked", "already", "stopped"]);
      expect(await twice(() => ports.power.start(id))).toEqual(["asked", "already", "running"]);
      const end = await twice(() => ports.power.terminate(id, { spot: false }));
      expect(end).toEqual(["asked", "already", "terminated"]);
    });

    test.each<[string, number, (ports: Ec2Subject["ports"], id: string) => Promise<unknown>]>([
      ["stopped while it is pending", 0, ({ power }, id) => power.stop(id, { hibernate: false })],
      ["retyped while it runs", MINUTE_MS, ({ modifications }, id) => modifications.retype(id, "m5.xlarge")],
    ])("cannot be %s: again after", async (_, forMs, work) => {
      const { ports, during, launched } = await open();
      const { id } = await launched(forMs);
      const refused = { name: "PortError", fate: "retry-after", code: "IncorrectInstanceState" };
      expect(await thrown(during(0, () => work(ports, id)))).toMatchObject(refused);
    });

    test("cannot be started while it stops", async () => {
      const { ports, during, launched } = await open();
      const { id } = await launched();
      await during(0, () => ports.power.stop(id, { hibernate: false }));
      const refused = { fate: "retry-after", code: "IncorrectInstanceState" };
      expect(await thrown(during(0, () => ports.power.start(id)))).toMatchObject(refused);
    });

    test("is fitted while it is stopped", async () => {
      const { ports, during, stopped } = await open();
      const id = await stopped();
      expect(await during(0, () => ports.modifications.retype(id, "m5.xlarge"))).toEqual({ kind: "asked" });
      expect(await during(0, () => ports.modifications.tag(id, { "a&b": '<"7">' }))).toEqual({ kind: "asked" });
      expect(await during(0, () => ports.lookup.look(id))).toMatchObject({
        type: "m5.xlarge",
        tags: { "greenroom:pool": "win-build", "a&b": '<"7">' },
      });
    });

    test("shows on its console what it went through, a little later", async () => {
      const { ports, during, launched } = await open();
      const { id } = await launched(0);
      expect(await during(3 * MINUTE_MS, () => ports.console.read(id))).toEqual({ kind: "empty" });
      expect(await during(0, () => ports.console.read(id))).toMatchObject({
        kind: "output",
        text: expect.stringMatching(new RegExp(`${id} is running\\r\\n$`)),
        postedAt: expect.any(Number),
      });
    });

    test("may find no room when it is started", async () => {
      let room = 1;
      const { ports, during, stopped } = await open({ capacity: () => room });
      const id = await stopped();
      room = 0;
      const refused = { kind: "no-capacity", error: "InsufficientInstanceCapacity" };
      expect(await during(0, () => ports.power.start(id))).toEqual(refused);
    });

    test("of Spot ends with its request, and none is launched in its place", async () => {
      const { ports, during, launched, state } = await open();
      const { id } = await launched(MINUTE_MS, linux({ template: aTemplate({ os: "linux", market: "spot" }) }));
      expect(await during(2 * MINUTE_MS, () => ports.power.terminate(id, { spot: true }))).toEqual({ kind: "asked" });
      expect(await state(id)).toBe("terminated");
      const page = await during(0, () => ports.listing.page({ zone: `${REGION}a`, limit: 8 }));
      expect(page.kind === "page" && page.rows.map((row) => [row.id, row.observed.state])).toEqual([
        [id, "terminated"],
      ]);
    });

    const unknown = { kind: "unknown" };
    test.each<[string, unknown, (ports: Ec2Subject["ports"], id: string) => Promise<unknown>]>([
      ["to a start", unknown, ({ power }, id) => power.start(id)],
      ["to a stop", unknown, ({ power }, id) => power.stop(id, { hibernate: true })],
      ["to a termination", unknown, ({ power }, id) => power.terminate(id, { spot: true })],
      ["when it is to be retyped", unknown, ({ modifications }, id) => modifications.retype(id, "m5.xlarge")],
      ["when it is to be tagged", unknown, ({ modifications }, id) => modifications.tag(id, { a: "b" })],
      ["to a look", "unknown", ({ lookup }, id) => lookup.look(id)],
    ])("that EC2 never made is unknown %s", async (_, answer, work) => {
      const { ports, during } = await open();
      expect(await during(0, () => work(ports, instanceNo(404)))).toEqual(answer);
    });

    test("may be unknown to a look just after its launch, and is there a little later", async () => {
      const lies = { until: EPOCH + 10 * MINUTE_MS, pageRows: 10, hidden: 1, hiddenMs: MINUTE_MS };
      const { launched, during, state } = await open({ lies });
      const { id } = await launched(0);
      expect(await state(id)).toBe("unknown");
      await during(MINUTE_MS, async () => "a little later");
      expect(await state(id)).not.toBe("unknown");
    });
  });
}
