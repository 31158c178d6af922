import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { Instance } from "../../core/model/instance.ts";
import { nonceOf } from "../../core/model/start.ts";
import { aClaim, aLease, anInstance, EPOCH, inState } from "../builders.ts";
import { aMachine, type Machine } from "./a-machine.ts";

const lease = aLease({ overrides: { access: { kind: "password", secret: "team/build" } } });
const evidence = {
  ...anInstance().terms.evidence,
  "handing-over": { by: "signals", needs: ["clock", "agent"], maxClockOffsetMs: 1_000, bound: true },
} as const;
const first: Instance = inState("handing-over", {
  version: 1,
  lease,
  terms: { ...anInstance().terms, evidence },
  observed: { state: "running", at: EPOCH },
});
const nonce = nonceOf(first)!;
const claim = aClaim({ state: "leased", kind: "hit", instance: first.id, leaseEpoch: 1, leasedAt: EPOCH });

let machine: Machine;
afterEach(() => machine.close());

/** A machine that is being handed over, with stand-ins for AWS's CLI, for its users and for who sets their passwords. */
async function begin() {
  machine = await aMachine(first);
  await machine.ports.records.commit({ instance: first });
  await machine.ports.records.commit({ claim: { ...claim, version: 1 } });
  const { script, path } = machine;
  script(
    "bin/aws",
    `echo "$*" >>${path("aws.log")}
file=$(sed -n 's/.*file:\\/\\///p' <<<"$*")
# AWS says why, and might say what of.
[[ -e ${path("aws.refuses")} ]] && { echo "An error occurred (ResourceNotFoundException) when calling PutSecretValue: $(cat "$file")" >&2; cp "$file" ${path("lost")}; exit 254; }
cp "$file" ${path("vault")}; cat "$file"`,
  );
  script("bin/getent", `[[ $2 == builder || $2 == ec2-user ]] && echo "$2:x:1000:1000::${path("home")}/$2:/bin/bash"`);
  script("bin/chpasswd", `[[ -e ${path("chpasswd.refuses")} ]] && exit 1; tee ${path("shadow")}`);
  script(
    "bin/install",
    `args=(); while (($#)); do [[ $1 == -o ]] && shift 2 || { args+=("$1"); shift; }; done; mkdir -p ${path("home")}; /usr/bin/install "\${args[@]}"`,
  );
  return machine;
}
const vault = () =>
  JSON.parse(machine.read("vault") ?? "{}") as { username: string; password: string; privateKey: string };
const signals = () =>
  machine.asked.flatMap((line) => {
    const [, body] = /^POST .*?signals (.*)$/.exec(line) ?? [];
    return body === undefined ? [] : [JSON.parse(body) as Record<string, unknown>];
  });
/** Every file on the machine that has a text in it. */
function filesWith(text: string, folder = machine.path(".")): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return filesWith(text, path);
    return readFileSync(path, "utf8").includes(text) ? [name] : [];
  });
}

describe("access on Linux", () => {
  it("is a password that is set, put where the claimant said, and reported: only then is the claim delivered", async () => {
    const { access, agent, read, ports } = await begin();
    await agent(["run"], 2);
    expect(await ports.claims.find(claim.id)).toMatchObject({ state: "leased" });
    const { code, log } = await access("password", "team/build", nonce, "builder");
    expect({ code, log }).toMatchObject({ code: 0, log: expect.stringContaining("made a password for builder") });
    const { username, password } = vault();
    expect(username).toBe("builder");
    expect(password).toMatch(/^[\w-]{32}$/);
    expect(read("shadow")).toBe(`builder:${password}\n`);
    expect(signals().at(-1)).toEqual({ name: "access", ok: true, boot: 1, nonce });
    expect(await ports.claims.find(claim.id)).toMatchObject({ state: "delivered" });
  });

  it("is nowhere but there: in no output, no argument, no report, no record, no notice and no other file", async () => {
    const { access, asked, written, queued, counted } = await begin();
    const { log } = await access("password", "team/build", nonce, "builder");
    const { password } = vault();
    expect(password.length).toBe(32);
    expect([log, ...asked, JSON.stringify([written, queued, counted])].join("\n")).not.toContain(password);
    expect(filesWith(password).toSorted()).toEqual(["shadow", "vault"]);
    expect(machine.read("aws.log")).toMatch(
      /^secretsmanager put-secret-value --region eu-west-1 --secret-id team\/build --secret-string file:\/\/\S+\n$/,
    );
  });

  it("is a key pair whose public half lets in, in place of that of the start before", async () => {
    const { access, read } = await begin();
    const { log } = await access("ssh-key", "arn:aws:secretsmanager:eu-central-1:111122223333:secret:k", nonce);
    expect(log).toContain("made a ssh-key for ec2-user");
    expect(read("aws.log")).toContain("--region eu-central-1");
    const { privateKey } = vault();
    expect(privateKey).toMatch(/^-----BEGIN OPENSSH PRIVATE KEY-----\n[\s\S]+-----END OPENSSH PRIVATE KEY-----\n$/);
    const authorized = () => read("home/ec2-user/.ssh/authorized_keys") ?? "";
    expect(authorized()).toMatch(new RegExp(`^ssh-ed25519 \\S+ greenroom ${nonce}\n$`));
    const secret = privateKey.split("\n")[2]!;
    expect(log).not.toContain(secret);
    expect(filesWith(secret)).toEqual(["vault"]);
    const before = authorized();
    await access("ssh-key", "team/key", "00000000000000ff");
    expect(authorized()).not.toContain(before);
    expect(authorized().trimEnd().split("\n")).toHaveLength(1);
  });

  it("is made once for a start, however often it is ordered, and two at once come to one", async () => {
    const { access, read } = await begin();
    const both = await Promise.all([1, 2].map(() => access("password", "team/build", nonce, "builder")));
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect((read("aws.log") ?? "").trimEnd().split("\n")).toHaveLength(1);
    expect(read("shadow")).toBe(`builder:${vault().password}\n`);
  });

  it("is reported for the start it was made for, and for no other", async () => {
    const { access } = await begin();
    const { code, log } = await access("password", "team/build", "00000000000000ff", "builder");
    expect(code).toBe(1);
    expect(log).toContain("the start 00000000000000ff is over");
    expect(signals()).toEqual([]);
  });

  it("that cannot be put down is not set, and is reported as failed by the name of AWS's error alone", async () => {
    const { access, script, read, ports } = await begin();
    script("aws.refuses", "");
    const { code, log } = await access("password", "team/none", nonce, "builder");
    expect(code).toBe(1);
    const { password } = JSON.parse(read("lost") ?? "{}") as { password: string };
    expect(log).not.toContain(password);
    expect(read("shadow")).toBeUndefined();
    const text = "the secret was not put down: ResourceNotFoundException";
    expect(signals()).toEqual([{ name: "access", ok: false, boot: 1, nonce, text }]);
    expect(await ports.claims.find(claim.id)).toMatchObject({ state: "refused" });
    expect(filesWith(password)).toEqual(["lost"]);
  });

  it.each([
    [
      "that nobody can set",
      async (on: Machine) => on.script("chpasswd.refuses", ""),
      "builder",
      "the password was not set",
    ],
    ["for a user there is not", async () => {}, "nobody", "there is no user nobody"],
  ])("%s is reported as failed", async (_, before, user, text) => {
    await before(await begin());
    await machine.access("password", "team/build", nonce, user);
    expect(signals()).toMatchObject([{ name: "access", ok: false, text }]);
  });

  it.each([
    [["password", "team/build; reboot", nonce]],
    [["password", "team/build", "not-a-nonce"]],
    [["password", "team/build", nonce, "a b"]],
    [["root", "team/build", nonce]],
    [[]],
  ])("is not made of words it does not know: %j", async (args) => {
    await begin();
    expect(await machine.access(...args)).toMatchObject({ code: 2, log: expect.stringContaining("greenroom-access") });
    expect(machine.read("aws.log")).toBeUndefined();
  });
});
