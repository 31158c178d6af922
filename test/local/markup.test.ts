import { expect, it } from "vitest";
import { escaped } from "../../local/markup.ts";

it.each([
  ["", ""],
  ["a b", "a b"],
  ["<b class=\"x\" id='y'>&</b>", "&lt;b class=&quot;x&quot; id=&#39;y&#39;&gt;&amp;&lt;/b&gt;"],
  ["&amp;", "&amp;amp;"],
  ["one\r\ntwo", "one&#xd;\ntwo"],
])("%j is written as %s", (text, written) => expect(escaped(text)).toBe(written));
