/** `npm run gallery`: every screen of the product as a page and as pictures; `-- --readme` writes those of the README. */
import { runGallery } from './gallery/run.ts';

process.exitCode = await runGallery(process.argv.slice(2), process.env);
