import { describe, expect, test } from "vitest";
import { MINUTE_MS } from "../../../core/model/time.ts";
import { anIntent, instanceNo } from "../../builders.ts";
import { type Ec2Subject, linux, subjects, type Ways } from "./subject.ts";

/** Ids that end so are not there. */
const GONE = "0123456789abcdead";
const ASKED = { kind: "asked" };

const another = linux({ intent: anIntent({ token: "another", count: 1 }) });

/** What can be changed on an instance, and attached to it. */
export function overridesContract(name: string, openSubject: (ways: Ways) => Promise<Ec2Subject>): void {
  const open = subjects(openSubject);
  describe(`an instance with overrides, of ${name}`, () => {
    test("loses the tags it is told to, whatever their values, and no other", async () => {
      const { ports, during, stopped } = await open();
      const id = await stopped();
      await during(0, () => ports.modifications.tag(id, { a: "1", b: "2" }));
      for (let times = 0; times < 2; times += 1)
        expect(await during(0, () => ports.modifications.untag(id, ["a", "never-there"]))).toEqual(ASKED);
      expect(await during(0, () => ports.lookup.look(id))).toMatchObject({ tags: { b: "2" } });
      expect(await during(0, () => ports.lookup.look(id))).not.toHaveProperty("tags.a");
      expect(await during(0, () => ports.modifications.untag(id, []))).toEqual(ASKED);
      expect(await during(0, () => ports.lookup.look(id))).toMatchObject({ tags: { b: "2" } });
    });

    test("changes its groups, twice as well as once, running or stopped", async () => {
      const { ports, during, stopped, launched, resources } = await open();
      for (const id of [await stopped(), (await launched(MINUTE_MS, another)).id]) {
        for (let times = 0; times < 2; times += 1)
          expect(await during(0, () => ports.modifications.regroup(id, resources.groups))).toEqual(ASKED);
        expect(await during(0, () => ports.lookup.look(id))).toMatchObject({ securityGroups: resources.groups });
      }
    });

    test("gets a second interface, and is measured with it", async () => {
      const { ports, during, stopped, resources } = await open();
      const id = await stopped();
      const { attachments } = ports;
      const before = await during(0, () => attachments.measure(id));
      expect(before).toMatchObject({ state: "stopped", interfaces: [{ index: 0 }] });
      expect(await during(0, () => attachments.attach(id, resources.eni, 1))).toEqual(ASKED);
      const after = await during(0, () => attachments.measure(id));
      expect(after).toMatchObject({ interfaces: [{ index: 0 }, { id: resources.eni, index: 1 }] });
      // From then on nobody knows which of the two is meant.
      const several = { kind: "impossible", error: "InvalidInstanceID" };
      expect(await during(0, () => ports.modifications.regroup(id, resources.groups.slice(1)))).toEqual(several);
      expect(await during(0, () => attachments.lend(id, resources.eip))).toEqual(several);
    });

    test("has a root volume that grows, stays as it is, and never shrinks", async () => {
      const { ports, during, stopped } = await open();
      const id = await stopped();
      const measured = await during(0, () => ports.attachments.measure(id));
      const volume = (measured as { rootVolume: string }).rootVolume;
      for (let times = 0; times < 2; times += 1)
        expect(await during(0, () => ports.attachments.grow(volume, 200))).toEqual(ASKED);
      const smaller = { kind: "mistaken", error: "VolumeIsLarger (200 GiB)" };
      expect(await during(0, () => ports.attachments.grow(volume, 199))).toEqual(smaller);
    });

    test("gets another profile, whether it has one or none, stopped or running", async () => {
      const { ports, during, stopped, launched } = await open();
      for (const id of [await stopped(), (await launched(MINUTE_MS, another)).id])
        for (const profile of ["team-build", "team-build", "arn:aws:iam::111122223333:instance-profile/other"]) {
          const has = await during(0, () => ports.attachments.measure(id));
          if (has === "unknown") throw new Error("EC2 does not know it");
          expect(await during(MINUTE_MS, () => ports.modifications.reprofile(id, profile, has))).toEqual(ASKED);
          const now = await during(0, () => ports.attachments.measure(id));
          expect((now as { profile: string }).profile).toMatch(new RegExp(`${profile.split("/").at(-1)}$`));
        }
    });

    test("gets an Elastic IP, from whoever has it", async () => {
      const { ports, during, stopped, launched, resources } = await open();
      const [one, { id: other }] = [await stopped(), await launched(MINUTE_MS, another)];
      const { attachments } = ports;
      const free = await during(0, () => attachments.addressOf(resources.eip));
      expect(free).toMatchObject({ kind: "address", ip: expect.stringMatching(/^\d+\.\d+\.\d+\.\d+$/) });
      expect(free).not.toHaveProperty("instance");
      for (const id of [one, one, other]) {
        expect(await during(0, () => attachments.lend(id, resources.eip))).toEqual(ASKED);
        expect(await during(0, () => attachments.addressOf(resources.eip))).toEqual({ ...free, instance: id });
      }
    });

    test("is none the worse for what the claimant got wrong", async () => {
      const { ports, during, stopped, launched, resources } = await open();
      const [id, { id: other }] = [await stopped(), await launched(MINUTE_MS, another)];
      const { attachments, modifications } = ports;
      const mistaken = (error: string) => ({ kind: "mistaken", error });
      await during(0, () => attachments.attach(other, resources.eni, 1));
      expect(await during(0, () => attachments.attach(id, resources.eni, 1))).toEqual({
        ...mistaken("InvalidNetworkInterface.InUse"),
        holder: other,
      });
      const noEni = mistaken("InvalidNetworkInterfaceID.NotFound");
      expect(await during(0, () => attachments.attach(id, `eni-${GONE}`, 1))).toEqual(noEni);
      const noAllocation = mistaken("InvalidAllocationID.NotFound");
      expect(await during(0, () => attachments.lend(id, `eipalloc-${GONE}`))).toEqual(noAllocation);
      expect(await during(0, () => attachments.addressOf(`eipalloc-${GONE}`))).toEqual(noAllocation);
      const noGroup = mistaken("InvalidGroup.NotFound");
      expect(await during(0, () => modifications.regroup(id, [`sg-${GONE}`]))).toEqual(noGroup);
      const has = await during(0, () => attachments.measure(id));
      if (has === "unknown") throw new Error("EC2 does not know it");
      expect(await during(0, () => modifications.reprofile(id, "dead", has))).toMatchObject({ kind: "mistaken" });
      expect(await during(0, () => attachments.measure(id))).toEqual(has);
    });

    test("that EC2 never made is unknown", async () => {
      const { ports, during, resources } = await open();
      const id = instanceNo(404);
      const unknown = { kind: "unknown" };
      expect(await during(0, () => ports.attachments.measure(id))).toBe("unknown");
      expect(await during(0, () => ports.attachments.attach(id, resources.eni, 1))).toEqual(unknown);
      expect(await during(0, () => ports.attachments.lend(id, resources.eip))).toEqual(unknown);
      expect(await during(0, () => ports.modifications.regroup(id, resources.groups.slice(1)))).toEqual(unknown);
      expect(await during(0, () => ports.modifications.untag(id, ["a"]))).toEqual(unknown);
      expect(await during(0, () => ports.modifications.reprofile(id, "p", { state: "stopped" }))).toEqual(unknown);
    });
  });
}
