// Puts a Brotli and a gzip variant beside each file of the build that gets smaller by it; the server chooses by what a browser takes.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const folder = fileURLToPath(new URL('../dist/', import.meta.url));
const sizes = [];
for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
  const path = join(entry.parentPath, entry.name);
  if (!entry.isFile() || entry.name === 'index.html' || !/\.(js|css|svg|json)$/.test(entry.name)) continue;
  const plain = readFileSync(path);
  const brotli = brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
  const gzip = gzipSync(plain, { level: 9 });
  if (brotli.length < plain.length) writeFileSync(`${path}.br`, brotli);
  if (gzip.length < plain.length) writeFileSync(`${path}.gz`, gzip);
  sizes.push([entry.name, plain.length, gzip.length, brotli.length]);
}
const scripts = sizes.filter(([name]) => name.endsWith('.js'));
const sum = scripts.reduce((total, [, , gzip]) => total + gzip, 0);
console.log(`Console: ${scripts.length} scripts, ${Math.round(sum / 1024)} kB compressed in all`);
