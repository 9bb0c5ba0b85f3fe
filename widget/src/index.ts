/** What the script tag runs. */
import { readTag } from './tag';

readTag(document);
