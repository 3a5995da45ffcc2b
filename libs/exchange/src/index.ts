export { ExchangeModule } from './exchange.module.js';
export { CSV_BEGINNING, csvCell, csvLine } from './csv-cell.js';
export { filesIn } from './folder.js';
export { MAX_FILE_BYTES, type ImportFile, type ImportProgress } from './import-file.js';
export { Importer } from './importer.js';
