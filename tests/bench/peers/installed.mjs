/** Where an installed package's file is. */
import { fileURLToPath } from "node:url";

export const installed = (path) => fileURLToPath(new URL(`../node_modules/${path}`, import.meta.url));
