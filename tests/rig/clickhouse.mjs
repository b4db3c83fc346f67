/**
 * A ClickHouse of our own, on two free ports of this machine, with a table that keeps every row it is given.
 *
 * The table is a plain MergeTree on purpose: what arrives twice stays there twice, so that doubles can be counted. A site would
 * take ReplacingMergeTree, or count by uniqExact.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { programs } from "./programs.mjs";
import { freePort, ownFolder, startProcess } from "./server-process.mjs";

const TABLE = `
  create table events (
    messageId String, type String, name String, anonymousId String, instance String, seq UInt64, n Int64, dropped String
  ) engine = MergeTree order by (instance, seq)`;

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
</yandex>`;

const USERS = `<yandex>
  <profiles><default/></profiles>
  <quotas><default/></quotas>
  <users><default>
    <password></password><profile>default</profile><quota>default</quota><networks><ip>127.0.0.1</ip></networks>
  </default></users>
</yandex>`;

/** @returns {Promise<{ port: number, query: (sql: string) => Promise<object[]>, stop: () => Promise<void> }>} */
export async function startClickHouse() {
  const { CLICKHOUSE, CLICKHOUSE_LIBRARIES } = programs();
  const folder = await ownFolder("clickhouse");
  const [port, tcpPort] = [await freePort(), await freePort()];
  await mkdir(`${folder}/data`);
  await writeFile(`${folder}/config.xml`, config(folder, port, tcpPort));
  await writeFile(`${folder}/users.xml`, USERS);
  const { stop } = await startProcess({
    command: [CLICKHOUSE, `--config-file=${folder}/config.xml`],
    folder,
    env: CLICKHOUSE_LIBRARIES ? { LD_LIBRARY_PATH: CLICKHOUSE_LIBRARIES } : {},
    url: `http://127.0.0.1:${port}/`,
  });
  // Counts are UInt64, which ClickHouse would write as text; none of ours is beyond a number.
  const ask = async (sql) => {
    const response = await fetch(`http://127.0.0.1:${port}/?output_format_json_quote_64bit_integers=0`, { method: "POST", body: sql });
    const text = await response.text();
    if (!response.ok) throw new Error(`ClickHouse: ${text}\n${sql}`);
    return text;
  };
  await ask(TABLE);
  return {
    port,
    stop,
    query: async (sql) => JSON.parse(await ask(`${sql} format JSON`)).data,
  };
}
