// Jobs that do nothing, in a queue of PostgreSQL that is filled before its worker starts:
// node peer.mjs graphile-worker|pg-boss postgres://… JOBS ROUNDS
// Prints a row for each; the first round only warms up.
import pg from "pg";

const [name, connectionString, n, rounds] = process.argv.slice(2).map((word, i) => (i > 1 ? Number(word) : word));
const pool = new pg.Pool({ connectionString, max: 4 });
const sql = async (text, values) => (await pool.query(text, values)).rows;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const until = async (question) => {
  while (!(await sql(question))[0].done) await pause(20);
};

// One round: fills the queue, then says how many seconds it took until it was empty. Both with what their own
// documentation gives for the highest rate (pg-boss: its batches by fetch() and complete(), for work() waits at least
// half a second between two).
const peers = {
  "graphile-worker": async () => {
    const { run, runMigrations, Logger } = await import("graphile-worker");
    const preset = {
      worker: {
        connectionString, logger: new Logger(() => () => {}), concurrentJobs: 24, maxPoolSize: 25, pollInterval: 100,
        localQueue: { size: 500 }, completeJobBatchDelay: 0, failJobBatchDelay: 0,
      },
    };
    await runMigrations({ preset });
    return async () => {
      await sql(
        `select graphile_worker.add_jobs(array_agg(json_populate_record(null::graphile_worker.job_spec,
           '{"identifier": "nothing", "payload": {}}'))) from generate_series(1, $1::int)`, [n]);
      await sql("vacuum (analyze) graphile_worker._private_jobs");
      const began = process.hrtime.bigint();
      const runner = await run({ preset, noHandleSignals: true, taskList: { nothing: async () => {} } });
      await until("select not exists (select from graphile_worker._private_jobs) as done");
      const seconds = Number(process.hrtime.bigint() - began) / 1e9;
      await runner.stop();
      return seconds;
    };
  },
  "pg-boss": async () => {
    const { default: PgBoss } = await import("pg-boss");
    const boss = new PgBoss({ connectionString, max: 25, supervise: false });
    await boss.start();
    await boss.createQueue("nothing");
    const batchSize = 5000;
    const worker = async () => {
      for (;;) {
        const jobs = await boss.fetch("nothing", { batchSize });
        if (jobs.length === 0) return;
        await boss.complete("nothing", jobs.map((job) => job.id));
      }
    };
    return async () => {
      for (let left = n; left > 0; left -= 1000) {
        await boss.insert(Array.from({ length: Math.min(left, 1000) }, () => ({ name: "nothing", data: {} })));
      }
      await sql("vacuum (analyze) pgboss.job");
      const began = process.hrtime.bigint();
      await Promise.all([worker(), worker()]);
      await until("select not exists (select from pgboss.job where state < 'completed') as done");
      return Number(process.hrtime.bigint() - began) / 1e9;
    };
  },
};

const round = await peers[name]();
const rates = [];
for (let number = 1; number <= rounds; number++) {
  const seconds = await round();
  if (number > 1) rates.push(n / seconds);
}
rates.sort((a, b) => a - b);
const whole = (rate) => Math.round(rate).toLocaleString("en");
console.log(`| ${name}, ${n.toLocaleString("en")} jobs | **${whole(rates[rates.length >> 1])}**`
  + ` (${whole(rates[0])} to ${whole(rates.at(-1))}) |`);
process.exit(0);
