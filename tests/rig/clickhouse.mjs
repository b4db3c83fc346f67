/**
 * A ClickHouse of our own, on two free ports of this machine, empty: for the rig, and for the collector's tests.
 *
 * It is also the one node of a cluster `courtesy`, as far as a Distributed table needs one. There is no Keeper: nothing is replicated.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { programs } from "./programs.mjs";
import { freePort, ownFolder, startProcess } from "./server-process.mjs";

const config = (folder, httpPort, tcpPort) => `<yandex>
  <logger><level>error</level><console>1</console></logger>
  <listen_host>127.0.0.1</listen_host>
  <http_port>${httpPort}</http_port>
  <tcp_port>${tcpPort}</tcp_port>
  <path>${folder}/data/</path>
  <tmp_path>${folder}/data/tmp/</tmp_path>
  <users_config>users.xml</users_config>
  <default_profile>default</default_profile>
  <default_database>default</default_database>
  <timezone>UTC</timezone>
  <mark_cache_size>67108864</mark_cache_size>
  <remote_servers><courtesy>
    <shard><replica><host>127.0.0.1</host><port>${tcpPort}</port></replica></shard>
  </courtesy></remote_servers>
</yandex>`;

const USERS = `<yandex>
  <profiles><default/></profiles>
  <quotas><default/></quotas>
  <users><default>
    <password></password><profile>default</profile><quota>default</quota><networks><ip>127.0.0.1</ip></networks>
  </default></users>
</yandex>`;

/**
 * @param {object} [options]
 * @param {string} [options.table]  A statement to begin with.
 * @param {number} [options.port]  For HTTP. Default: a free one.
 * @returns {Promise<{
 *   port: number, ask: (sql: string) => Promise<string>, query: (sql: string) => Promise<object[]>, stop: () => Promise<void>,
 * }>}  Throws where its program was not set up.
 */
export async function startClickHouse({ table, port = 0 } = {}) {
  const { CLICKHOUSE, CLICKHOUSE_LIBRARIES } = programs();
  const folder = await ownFolder("clickhouse");
  const [httpPort, tcpPort] = [port || (await freePort()), await freePort()];
  await mkdir(`${folder}/data`);
  await writeFile(`${folder}/config.xml`, config(folder, httpPort, tcpPort));
  await writeFile(`${folder}/users.xml`, USERS);
  const { stop } = await startProcess({
    command: [CLICKHOUSE, `--config-file=${folder}/config.xml`],
    folder,
    env: CLICKHOUSE_LIBRARIES ? { LD_LIBRARY_PATH: CLICKHOUSE_LIBRARIES } : {},
    url: `http://127.0.0.1:${httpPort}/`,
  });
  // Counts are UInt64, which ClickHouse would write as text; none of ours is beyond a number.
  const ask = async (sql) => {
    const response = await fetch(`http://127.0.0.1:${httpPort}/?output_format_json_quote_64bit_integers=0`, { method: "POST", body: sql });
    const text = await response.text();
    if (!response.ok) throw new Error(`ClickHouse: ${text}\n${sql}`);
    return text;
  };
  if (table) await ask(table);
  return {
    port: httpPort,
    stop,
    ask,
    query: async (sql) => JSON.parse(await ask(`${sql} format JSON`)).data,
  };
}
