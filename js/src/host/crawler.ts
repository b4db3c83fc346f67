/**
 * How a program that reads pages for a search engine calls itself
 * (https://developers.google.com/crawling/docs/crawlers-fetchers/google-common-crawlers, and the same of Bing, Baidu and Yahoo).
 * The phones of Cubot are held by people. What follows for whom is the engine's business.
 */
export const CRAWLER = /(?<!cu)bot|crawl|spider|slurp/i;
