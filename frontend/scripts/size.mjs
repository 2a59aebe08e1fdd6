/** Measures what a reader downloads before a public page works: entry, its static imports, the page, its texts. */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const LIMIT = 170 * 1024;
const dist = new URL('../dist/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'));
const weight = (file) => gzipSync(readFileSync(new URL(file, dist)), { level: 6 }).length;

function files(keys) {
  const seen = new Set();
  const visit = (key) => {
    if (seen.has(key)) return;
    seen.add(key);
    for (const next of manifest[key]?.imports ?? []) visit(next);
  };
  keys.forEach(visit);
  return [...seen].map((key) => manifest[key].file).filter((file) => file.endsWith('.js'));
}

const pages = Object.keys(manifest).filter((key) => /^src\/features\/public\/\w+Page\.tsx$/.test(key));
const texts = ['common', 'status', 'public', 'problems'].map((name) => `src/texts/sr/${name}.json`).filter((key) => key in manifest);
let worst = 0;
for (const page of pages) {
  const total = files(['index.html', page, ...texts]).reduce((sum, file) => sum + weight(file), 0);
  worst = Math.max(worst, total);
  console.log(`size: ${page.replace('src/features/', '')} ${(total / 1024).toFixed(1)} kB`);
}
console.log(`size: first load of a public page ${(worst / 1024).toFixed(1)} kB of JavaScript (gzip), limit ${LIMIT / 1024} kB`);
if (pages.length === 0 || worst > LIMIT) {
  console.error('size: too large, or no public page was found');
  process.exit(1);
}
