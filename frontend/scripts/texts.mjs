/**
 * Every text exists in every language, or the build fails: the same keys (plural forms as each language needs them),
 * the same parameters, nothing empty, Serbian in Cyrillic, the others in Latin script, and every key that the source
 * names literally.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const LANGUAGES = ['bs', 'hr', 'sr', 'en'];
// A test points it at catalogues with mistakes.
const root = process.argv[2] ?? new URL('../src/texts/', import.meta.url).pathname;
const PLURAL = /_(zero|one|two|few|many|other)$/;
// Words that stay Latin in Cyrillic text: addresses, formats, and names of things.
const LATIN_IN_CYRILLIC =
  /\{\{[^}]*\}\}|<[^>]*>|https?:\S+|\S+@\S+|\b(?:PDF|A4|JPEG|JPG|PNG|HEIC|QR|MB|SHA-256|CSV|Latin|JavaScript|WCAG|AA|EN|TOTP|REG-[\w-]*|LinkedIn|Meldebestätigung|PO Box|[IVXLC]+|R1|R2|T|j|k|a|Enter|Esc|F[0-9]+|localhost|Ctrl|Shift|XLSX|axe|[A-Z0-9]{2,}-[A-Z0-9-]+)\b/g;

const failures = [];

function flatten(node, prefix = '') {
  return Object.entries(node).flatMap(([key, value]) =>
    typeof value === 'string' ? [[prefix + key, value]] : flatten(value, `${prefix}${key}.`),
  );
}

function parameters(text) {
  return [...text.matchAll(/\{\{\s*([\w.]+)/g)].map((match) => match[1]).sort().join(',');
}

function catalogue(language, file) {
  try {
    return new Map(flatten(JSON.parse(readFileSync(join(root, language, file), 'utf8'))));
  } catch (error) {
    failures.push(`${language}/${file}: ${error.message}`);
    return new Map();
  }
}

const files = [...new Set(LANGUAGES.flatMap((language) => readdirSync(join(root, language))))].sort();
let count = 0;

for (const file of files) {
  const texts = new Map(LANGUAGES.map((language) => [language, catalogue(language, file)]));
  const all = new Set([...texts.values()].flatMap((t) => [...t.keys()]));
  const base = (key) => (all.has(`${key.replace(PLURAL, '')}_other`) ? key.replace(PLURAL, '') : key);
  const keys = new Set([...all].map(base));
  for (const key of keys) {
    const plural = all.has(`${key}_other`);
    const samples = new Map();
    for (const language of LANGUAGES) {
      const forms = plural
        ? new Intl.PluralRules(language).resolvedOptions().pluralCategories.map((form) => `${key}_${form}`)
        : [key];
      for (const form of forms) {
        const text = texts.get(language).get(form);
        const where = `${language}/${file} ${form}`;
        if (text === undefined || text.trim() === '') {
          failures.push(`${where}: missing`);
          continue;
        }
        count += 1;
        samples.set(language, parameters(text));
        const letters = text.replace(LATIN_IN_CYRILLIC, '');
        if (language === 'sr' && /[A-Za-zČĆŽŠĐčćžšđ]/.test(letters)) failures.push(`${where}: Latin letters in "${text}"`);
        if (language !== 'sr' && /[\u0400-\u04ff]/.test(text)) failures.push(`${where}: Cyrillic letters in "${text}"`);
      }
    }
    if (new Set(samples.values()).size > 1) {
      failures.push(`${file} ${key}: parameters differ: ${[...samples].map(([l, p]) => `${l}(${p})`).join(' ')}`);
    }
  }
}

const known = new Map(
  files.map((file) => [
    file.replace('.json', ''),
    new Set([...catalogue('bs', file).keys()].flatMap((key) => [key, key.replace(PLURAL, '')])),
  ]),
);
function sources(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'gql' ? [] : sources(path);
    return /\.tsx?$/.test(entry.name) ? [path] : [];
  });
}
for (const path of process.argv[2] ? [] : sources(new URL('../src', import.meta.url).pathname)) {
  const code = readFileSync(path, 'utf8');
  const named = [...code.matchAll(/useTranslation\(\s*(?:'([^']*)'|\[([^\]]*)\])?\s*\)/g)].flatMap((match) =>
    (match[1] ?? match[2] ?? 'common').split(',').map((name) => name.trim().replace(/['"]/g, '')),
  );
  if (named.length === 0) continue;
  const spaces = [...new Set([...named.filter(Boolean), 'common'])];
  for (const match of code.matchAll(/(?<![.\w])t\(\s*'([\w.:-]+)'/g)) {
    const [space, key] = match[1].includes(':') ? match[1].split(':') : [undefined, match[1]];
    const there = space ? known.get(space)?.has(key) : spaces.some((name) => known.get(name)?.has(key));
    if (!there) failures.push(`${path.replace(/.*\/src\//, 'src/')}: no text for '${match[1]}' in ${space ?? spaces.join(', ')}`);
  }
}

if (failures.length > 0) {
  console.error(failures.join('\n'));
  console.error(`texts: ${failures.length} findings`);
  process.exit(1);
}
console.log(`texts: ${count} texts in ${files.length} catalogues and ${LANGUAGES.length} languages, complete`);
