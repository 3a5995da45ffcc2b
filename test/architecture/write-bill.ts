import { readFileSync, writeFileSync } from 'node:fs';
import { billOfMaterials } from './bill-of-materials.js';
import { parseLockFile } from './dependencies.js';
import { root } from './source-file.js';

const lock = parseLockFile(readFileSync(`${root}package-lock.json`, 'utf8'));
writeFileSync(`${root}docs/sbom.cdx.json`, billOfMaterials(lock));
