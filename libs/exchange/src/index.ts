export { CSV_BEGINNING, csvLine } from './csv-line.js';
export { ExchangeModule } from './exchange.module.js';
export { csvCell, csvLine } from './csv-cell.js';
export { filesIn } from './folder.js';
export { MAX_FILE_BYTES, type ImportFile, type ImportProgress } from './import-file.js';
export { Importer } from './importer.js';
