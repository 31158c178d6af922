/** What a boot script is to the agents that AWS's images bring: EC2Launch and EC2Config on Windows, cloud-init on Linux. */
export type UserDataReading =
  | { readonly kind: "read" }
  /** Only some images have an agent that reads it: what it is, and who does, as the end of a sentence about it. */
  | { readonly kind: "read-by-others"; readonly what: string; readonly why: string }
  /** Nobody reads it, or it fails at once; what is wrong, and what would be right, as a clause. */
  | { readonly kind: "never-read"; readonly why: string };

/** Holds user data against the forms that its operating system's agents read. */
export function readUserData(os: "windows" | "linux", text: string): UserDataReading {
  const inner = withinBase64(text);
  if (inner === undefined) return os === "windows" ? onWindows(text) : onLinux(text);
  if (os === "linux" && inner.startsWith(GZIP))
    return { kind: "read-by-others", what: "base64 of gzip", why: "cloud-init decodes it from version 23.3 on alone" };
  return {
    kind: "never-read",
    why: "it is in base64 already, and the plane encodes it once more: write the script itself",
  };
}

/** Scripts and settings in tags, or tasks in YAML. Source: EC2 User Guide, "How Amazon EC2 handles user data for Windows instances". */
function onWindows(text: string): UserDataReading {
  const unclosed = TAGS.find((tag) => text.includes(`<${tag}>`) && !text.includes(`</${tag}>`));
  if (unclosed) return { kind: "never-read", why: `<${unclosed}> is not closed: end the script with </${unclosed}>` };
  if (TAGS.some((tag) => text.includes(`<${tag}>`))) return { kind: "read" };
  if (/^version: *["']?1\.\d/m.test(text) && /^tasks:/m.test(text)) return { kind: "read" };
  const cloudbase = CLOUDBASE_INIT.exec(text)?.[0];
  if (cloudbase !== undefined)
    return {
      kind: "read-by-others",
      what: cloudbase,
      why: "cloudbase-init alone reads it, and AWS's own images do not have that",
    };
  return {
    kind: "never-read",
    why: `EC2Launch runs only what is in tags: put it between <powershell> and </powershell>, or <script> and </script>`,
  };
}

const TAGS = ["powershell", "script"] as const;
/** Source: cloudbase-init, "Userdata". */
const CLOUDBASE_INIT = /^(?:#ps1(?:_sysnative|_x86)?|rem cmd|#cloud-config)\b/;

/** What the first line says. Source: cloud-init, "User-data formats", and cloudinit/handlers/__init__.py. */
function onLinux(text: string): UserDataReading {
  if (/^\s*<(?:powershell|script)>/.test(text))
    return {
      kind: "never-read",
      why: "these are tags of EC2Launch, on Windows: begin with #!/bin/bash, or make it os: windows",
    };
  if (/^#!.*\r\n/.test(text))
    return {
      kind: "never-read",
      why: `its lines end with CR LF, so that Linux looks for a "${shebang(text)}\\r": end them with LF`,
    };
  if (text.startsWith("#!")) return { kind: "read" };
  if (/^\s+#!/.test(text))
    return {
      kind: "never-read",
      why: "something precedes #!, which must be the very first characters: take it away",
    };
  if (CLOUD_INIT.test(text) || /^mime-version:/im.test(text.slice(0, MIME_WITHIN))) return { kind: "read" };
  const what = OTHERS.find(([form]) => form.test(text))?.[1];
  if (what !== undefined)
    return { kind: "read-by-others", what, why: "cloud-init ignores it: an agent of the image's own must read it" };
  return { kind: "never-read", why: "cloud-init ignores it: begin with #!/bin/bash, or #cloud-config" };
}

const shebang = (text: string): string => text.split("\r", 1).join().slice("#!".length);
const CLOUD_INIT =
  /^\s*(?:#cloud-config(?:-archive|-jsonp)?\b|#include(?:-once)?\b|#cloud-boothook\b|#part-handler\b|## template: *jinja\b)/i;
/** Characters in which cloud-init looks for MIME's header. Source: cloudinit/user_data.py. */
const MIME_WITHIN = 4_096;
/** Settings that other systems' own agents read: Ignition on CoreOS and Flatcar, the settings of Bottlerocket and Talos. */
const OTHERS: readonly (readonly [RegExp, string])[] = [
  [/^\s*\{[\s\S]*\}\s*$/, "JSON"],
  [/^\s*(?:#[^!\n]*\n\s*)*\[[\w.-]+\]/, "TOML"],
  [/^version: v1alpha1\b/m, "a machine configuration of Talos"],
];

/** What the base64 contains, if that is itself a script, settings, or gzip. Source for gzip: canonical/cloud-init#4276. */
function withinBase64(text: string): string | undefined {
  const packed = text.replace(/\s/g, "");
  if (packed.length < 8 || !/^[A-Za-z0-9+/]+={0,2}$/.test(packed)) return undefined;
  const inner = decoded(packed);
  return inner !== undefined && (SCRIPT.test(inner) || inner.startsWith(GZIP)) ? inner : undefined;
}
const SCRIPT = /^\s*(?:#|<(?:powershell|script)>|mime-version:|content-type:|version:)/i;
const GZIP = "\u001f\u008b";

/** Undefined: not base64. */
function decoded(packed: string): string | undefined {
  try {
    return atob(packed);
  } catch {
    return undefined;
  }
}
