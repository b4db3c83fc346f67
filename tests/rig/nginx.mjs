/** A real nginx in front of ClickHouse: another origin than the pages, with CORS, and ill to order. */
import { copyFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { programs } from "./programs.mjs";
import { freePort, ownFolder, startProcess } from "./server-process.mjs";

const RECEIVER = fileURLToPath(new URL("receiver.njs", import.meta.url));

// Two servers: the outer one bears pages that leave and cuts connections, the inner one is njs, which would do neither well.
// One process, so that it stops with it; temporary files in its own folder, for the wheel's defaults may not be there.
const config = (folder, port, clickhousePort) => `
daemon off;
master_process off;
pid nginx.pid;
error_log stderr error;
events { worker_connections 256; }
http {
  js_import receiver from receiver.njs;
  js_shared_dict_zone zone=ordered:64k;
  js_shared_dict_zone zone=counts:64k type=number;
  access_log off;
  client_body_temp_path temp;
  proxy_temp_path temp;
  fastcgi_temp_path temp;
  uwsgi_temp_path temp;
  scgi_temp_path temp;
  client_max_body_size 2m;
  client_body_buffer_size 2m;
  server {
    listen 127.0.0.1:${port};
    location = /v1/batch {
      proxy_pass http://unix:${folder}/inner:/v1/batch;
      proxy_ignore_client_abort on;
      proxy_intercept_errors on;
      error_page 599 = @cut;
    }
    location @cut { return 444; }
    location = /faults { js_content receiver.faults; }
  }
  server {
    listen unix:${folder}/inner;
    location = /v1/batch { js_content receiver.batch; }
    location = /insert {
      internal;
      proxy_pass http://127.0.0.1:${clickhousePort}/?query=INSERT%20INTO%20events%20FORMAT%20JSONEachRow;
      proxy_pass_request_headers off;
    }
  }
}`;

/**
 * @param {number} clickhousePort
 * @returns {Promise<{
 *   endpoint: string, setFaults: (names?: string[]) => Promise<void>, met: () => Promise<Record<string, number>>,
 *   stop: () => Promise<void>,
 * }>}  `met` tells how often each fault was met, `none` included.
 */
export async function startNginx(clickhousePort) {
  const folder = await ownFolder("nginx");
  const port = await freePort();
  await copyFile(RECEIVER, `${folder}/receiver.njs`);
  await writeFile(`${folder}/nginx.conf`, config(folder, port, clickhousePort));
  const url = `http://127.0.0.1:${port}`;
  const { stop } = await startProcess({
    command: [programs().NGINX, "-p", folder, "-c", "nginx.conf", "-e", "stderr"],
    folder,
    url: `${url}/faults`,
  });
  const faults = async (init) => (await fetch(`${url}/faults`, init)).json();
  return {
    endpoint: `${url}/v1/batch`,
    setFaults: (names = []) => faults({ method: "POST", body: JSON.stringify(names) }),
    met: () => faults(),
    stop,
  };
}
