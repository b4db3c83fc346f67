/**
 * Checks the served config with the SDK's own checker, and says what is wrong in lines for a terminal.
 *
 * It never stops the server: a page has to survive a broken config, and so it has to be servable.
 */
import { access } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/**
 * @param {ReturnType<import('./config-document.mjs').openConfig>} config
 * @param {string} sdkDir
 * @returns {Promise<string[]>}  One line a problem; empty when all is well.
 */
export async function checkConfig(config, sdkDir) {
  const file = await config.find();
  if (!file) return [`config: ${config.name} is missing, so /courtesy.json answers 404`];
  let tree;
  try {
    tree = JSON.parse(file.bytes.toString('utf8'));
  } catch (error) {
    return [`config: ${config.name} is not JSON: ${error.message}`];
  }
  return runChecker(tree, join(sdkDir, 'tools', 'courtesy_tools.js'));
}

async function runChecker(tree, toolsPath) {
  try {
    await access(toolsPath);
  } catch {
    return [`config: not checked, because the tools are not built (${toolsPath})`];
  }
  try {
    const problems = createRequire(import.meta.url)(toolsPath).check(tree);
    return problems.map(({ path, kind, message }) => `config: ${path || '(document)'}: ${message} [${kind}]`);
  } catch (error) {
    return [`config: not checked, because the tools failed: ${error?.message ?? error}`];
  }
}
