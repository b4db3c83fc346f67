/**
 * Records events in the page, as a busy visitor's would: some a task, a pause between. The page has defined `record(name, properties)`.
 *
 * The marker is how the server knows an event again, in whatever envelope its SDK sends it.
 */
window.drive = async ({ run, total, perTask, pauseMs }) => {
  for (let number = 0; number < total; ) {
    for (const end = Math.min(total, number + perTask); number < end; number += 1) {
      window.record("Plan Compared", {
        marker: `bench-${run}-${number}-end`,
        plan: "harbour-pro",
        seats: 12,
        price: 49.5,
        is_trial: true,
        seen_in: "pricing table",
      });
    }
    await new Promise((done) => setTimeout(done, pauseMs));
  }
};
