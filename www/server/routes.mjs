/**
 * Which URL is answered by what. This is the only place that knows the whole address space.
 *
 * It decides and delegates; how to find, validate or send is elsewhere.
 */
import { sendText } from './http/answer.mjs';
import { readRequestPath } from './http/request-path.mjs';
import { findPage } from './files/site.mjs';
import { sendFile } from './files/send-file.mjs';

/** @typedef {import('node:http').IncomingMessage} Request */
/** @typedef {import('node:http').ServerResponse} Response */
/** @typedef {ReturnType<import('./files/folder.mjs').openFolder>} Folder */

/**
 * @param {object} parts
 * @param {Folder} parts.site  The pages.
 * @param {Folder} parts.sdk   Served under /courtesy/.
 * @param {Folder} parts.live  The live page, under /live.
 * @param {Folder} parts.partner  Under /partner/: what stands in for other companies on the pages.
 * @param {ReturnType<import('./config/config-document.mjs').openConfig>} parts.config
 * @param {(request: Request, response: Response, format: 'batch' | 'ndjson') => Promise<void>} parts.collect
 * @param {(response: Response, query: string) => Promise<void>} parts.feed
 * @param {ReturnType<import('./receipts/countersigner.mjs').createCountersigner>} parts.receipts
 * @param {Record<string, string>} parts.pageHeaders  Sent with every HTML document of ours.
 * @param {Record<string, string>} parts.partnerHeaders  Sent with those of partners, which stand in frames.
 * @returns {(request: Request, response: Response) => Promise<void>}
 */
export function createRoutes({ site, sdk, live, partner, config, collect, feed, receipts, pageHeaders, partnerHeaders }) {
  const send = (request, response, file, status = 200, ofPages = pageHeaders) => {
    const headers = file.mediaType.startsWith('text/html') ? ofPages : {};
    return sendFile(request, response, file, { status, headers });
  };

  async function notFound(request, response) {
    const wantsPage = request.headers.accept?.includes('text/html');
    const page = wantsPage ? ((await site.find('404.html')) ?? (await live.find('not-found.html'))) : null;
    if (page) return send(request, response, page, 404);
    sendText(response, 404, 'Not found.');
  }

  /** Everything that is a file, whichever folder it lies in. */
  async function findFile(path) {
    if (path === '/courtesy.json') return config.find();
    if (path.startsWith('/courtesy/')) return sdk.find(path.slice('/courtesy/'.length));
    if (path === '/live') return live.find('live.html');
    if (path.startsWith('/live/')) return live.find(path.slice('/live/'.length));
    return null;
  }

  return async (request, response) => {
    const target = readRequestPath(request.url);
    if (!target) return notFound(request, response);
    const { path, query } = target;
    if (path === '/v1/batch') return collect(request, response, 'batch');
    if (path === '/v1/ndjson') return collect(request, response, 'ndjson');
    if (path === '/v1/receipts') return receipts.handle(request, response);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return sendText(response, 405, 'Only GET and HEAD here.', { Allow: 'GET, HEAD' });
    }
    if (path === '/live.json') return feed(response, query);
    if (path === '/v1/receipts/key') return receipts.tellKey(response);
    if (path.startsWith('/partner/')) {
      const found = await findPage(partner, path.slice('/partner'.length));
      return found ? send(request, response, found.file, 200, partnerHeaders) : notFound(request, response);
    }

    const file = await findFile(path);
    if (file) return send(request, response, file);
    const page = await findPage(site, path);
    if (!page) return notFound(request, response);
    if (page.cleanPath === path) return send(request, response, page.file);
    const location = page.cleanPath.split('/').map(encodeURIComponent).join('/');
    sendText(response, 308, `This page is at ${location}`, { Location: location + query });
  };
}
