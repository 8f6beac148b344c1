// Builds hpke.js; see README.md. Run where node_modules has hpke and esbuild.

import { readFile } from "node:fs/promises";
import { build } from "esbuild";

// A bundler cannot drop methods of an object. These serve opening and key derivation; a phone only seals. Then come
// checks and caches that have no use here: keys are imported by the code itself, numbers are constants, and every
// key is used once. What is left is the arithmetic of the standard, held by its published vector.
const UNUSED = [
  /^    DeriveKeyPair: DeriveKeyPairNist,\n/gm,
  /^    DeserializePrivateKey: DeserializePrivateKeyNist,\n/gm,
  /^    async Decap\([^]*?^    \},\n/gm,
  /^    async Open\([^]*?^    \},\n/gm,
  /^  (order|bitmask|pkcs8|spki|Gx|Gy): .*, *\n/gm,
  /^    async SerializePrivateKey\([^]*?^    \},\n/gm,
  /^ +assert(KeyAlgorithm|CryptoKey)\(\w+.*\)$/gm,
  /^  if \((!Number[.]isSafeInteger\(\w+\)|n >= max).*\{\n.*\n  \}\n/gm,
  /^  const cached = cache[.]get[^]*?^  \}\n/gm,
];

const sealOnly = {
  name: "seal only",
  setup(bundle) {
    bundle.onLoad({ filter: /hpke[/]index[.]js$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      const text = UNUSED.reduce((rest, part) => rest.replace(part, ""), source);
      return { contents: text.replace(/KDFStages\(DHKEM[.]kdf\) === 1 [?] \w+ : (?=ExtractAndExpand)/, "") };
    });
  },
};

await build({
  entryPoints: ["hpke.entry.js"],
  bundle: true,
  format: "esm",
  minify: true,
  target: "es2022",
  banner: { js: "/*! npm package hpke 1.1.7, MIT (see hpke.LICENSE.txt), sealing only */" },
  legalComments: "none",
  outfile: "hpke.js",
  plugins: [sealOnly],
});
