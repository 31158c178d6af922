import { describe, expect, it } from "vitest";
import { readUserData } from "../../events/requests/user-data.ts";

const MULTIPART = 'Content-Type: multipart/mixed; boundary="b"\nMIME-Version: 1.0\n\n--b\n';
const packed = (text: string): string => btoa(text);
const GZIPPED = packed("\u001f\u008b\u0008 and so on");

describe("a boot script that the agents of its system read", () => {
  it.each([
    ["linux", "a shell script", "#!/bin/bash\necho hello\n"],
    ["linux", "a script of another kind", "#! /usr/bin/env python3\nprint()\n"],
    ["linux", "settings", "#cloud-config\npackages: [git]\n"],
    ["linux", "settings behind an empty line", "\n#cloud-config\npackages: [git]\n"],
    ["linux", "settings that end their lines as Windows does", "#cloud-config\r\npackages: [git]\r\n"],
    ["linux", "an archive of settings", "#cloud-config-archive\n- type: text/cloud-config\n"],
    ["linux", "a template of settings", "## template: jinja\n#cloud-config\n{% if v1.region %}{% endif %}\n"],
    ["linux", "a list of addresses", "#include\nhttps://example.com/script\n"],
    ["linux", "a list of addresses that are read once", "#include-once\nhttps://example.com/script\n"],
    ["linux", "a boot hook", "#cloud-boothook\n#!/bin/sh\n"],
    ["linux", "a part handler", "#part-handler\ndef list_types(): pass\n"],
    ["linux", "parts", MULTIPART],
    ["linux", "parts whose version comes first", "MIME-Version: 1.0\nContent-Type: multipart/mixed\n"],
    ["windows", "PowerShell", "<powershell>\nWrite-Host hello\n</powershell>\n"],
    ["windows", "a batch script", "<script>echo hello</script>"],
    ["windows", "a script for every boot", "<persist>true</persist>\n<powershell>Write-Host</powershell>\n"],
    ["windows", "tasks of EC2Launch v2", "version: 1.1\ntasks:\n- task: executeScript\n"],
    ["windows", "tasks behind a comment", "# tasks\nversion: '1.0'\ntasks:\n- task: enableOpenSsh\n"],
  ] as const)("is on %s %s", (os, _, text) => expect(readUserData(os, text)).toEqual({ kind: "read" }));
});

describe("a boot script that only some images read", () => {
  it.each([
    ["linux", '{"ignition":{"version":"3.4.0"}}\n', "JSON", "cloud-init ignores it"],
    ["linux", "[settings.host-containers.admin]\nenabled = true\n", "TOML", "cloud-init ignores it"],
    ["linux", "# Bottlerocket\n[settings]\n", "TOML", "cloud-init ignores it"],
    ["linux", "version: v1alpha1\nmachine: {}\n", "a machine configuration of Talos", "cloud-init ignores it"],
    ["linux", GZIPPED, "base64 of gzip", "from version 23.3 on"],
    ["windows", "#ps1_sysnative\nWrite-Host hello\n", "#ps1_sysnative", "cloudbase-init alone reads it"],
    ["windows", "#cloud-config\nset_hostname: x\n", "#cloud-config", "cloudbase-init alone reads it"],
    ["windows", "rem cmd\necho hello\n", "rem cmd", "cloudbase-init alone reads it"],
  ] as const)("is on %s %j: %s", (os, text, what, why) =>
    expect(readUserData(os, text)).toEqual({ kind: "read-by-others", what, why: expect.stringContaining(why) }),
  );
});

describe("a boot script that nobody reads", () => {
  it.each([
    ["linux", "echo hello\n", "begin with #!/bin/bash, or #cloud-config"],
    ["linux", "", "begin with #!/bin/bash"],
    ["linux", "# a comment\necho hello\n", "begin with #!/bin/bash"],
    ["linux", "cloud-config\npackages: [git]\n", "begin with #!/bin/bash, or #cloud-config"],
    ["linux", "<powershell>Write-Host hello</powershell>\n", "tags of EC2Launch, on Windows"],
    ["linux", "\n#!/bin/bash\necho hello\n", "must be the very first characters"],
    ["linux", "\ufeff#!/bin/bash\necho hello\n", "must be the very first characters"],
    ["linux", "#!/bin/bash\r\necho hello\r\n", 'looks for a "/bin/bash\\r": end them with LF'],
    ["linux", packed("#!/bin/bash\necho hello\n"), "in base64 already"],
    ["linux", packed("#cloud-config\npackages: [git]\n").replace(/(.{16})/g, "$1\n"), "in base64 already"],
    ["linux", packed(MULTIPART), "in base64 already"],
    ["windows", "Write-Host hello\n", "between <powershell> and </powershell>"],
    ["windows", "#!/bin/bash\necho hello\n", "between <powershell> and </powershell>"],
    ["windows", "<persist>true</persist>\n", "between <powershell> and </powershell>"],
    ["windows", "<powershell>\nWrite-Host hello\n<powershell>\n", "<powershell> is not closed"],
    ["windows", "<script>echo hello\n<powershell>Write-Host</powershell>\n", "<script> is not closed"],
    ["windows", packed("<powershell>Write-Host</powershell>"), "in base64 already"],
    ["windows", GZIPPED, "in base64 already"],
  ] as const)("is on %s %j: %s", (os, text, why) =>
    expect(readUserData(os, text)).toEqual({ kind: "never-read", why: expect.stringContaining(why) }),
  );

  it("is not taken for base64 because it has no other characters", () => {
    expect(readUserData("linux", "echo")).toMatchObject({ why: expect.stringContaining("cloud-init ignores it") });
    expect(readUserData("linux", "echoechoecho")).toMatchObject({
      why: expect.stringContaining("cloud-init ignores it"),
    });
  });
});
