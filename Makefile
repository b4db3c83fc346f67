# Every task of the project; continuous integration calls these and nothing else.
# `make demo` and `make test` work from a clean clone: set-up installs what is missing and is quick when nothing is.

.DEFAULT_GOAL := help
.PHONY: help setup build demo test check bench report rig kill lint fmt size clean

help: ## list these tasks
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## install what is missing on this machine
	@scripts/setup.sh

build: setup ## make everything that is published, in js/dist
	@node js/scripts/build.mjs

demo: build ## start the demo site with its collector, and print its address (COLLECTOR=clickhouse: docs/collector.md)
	@exec node www/server.mjs

report: setup ## print what the demo's collector has: loss, channels, conversions (REPORT=loss: one of them)
	@node www/server/report.mjs $(REPORT)

test: build ## run every ring of tests
	@node tests/run.mjs

check: build ## run the rings that need no browser
	@node tests/run.mjs fmt clippy host types collector js size

rig: build ## deliver 10,000 events to a real nginx and ClickHouse with faults
	@COURTESY_RIG=long node tests/run.mjs rig

kill: build ## kill the browser at 50 random moments while it records
	@env $$(cat target/setup.env) COURTESY_KILLS=50 node --test --test-reporter=spec tests/e2e/kill.test.mjs

bench: ## measure us and our peers side by side, into docs/bench.md (BENCH=short: a fifth of the rounds)
	@scripts/setup.sh tests/bench
	@node js/scripts/build.mjs
	@node tests/bench/run.mjs

lint: setup ## formatting and lints of Rust
	@node tests/run.mjs fmt clippy

fmt: ## format the Rust code
	@cargo fmt --all

size: build ## what each file costs a visitor, against its budget
	@node js/scripts/size.mjs

clean: ## remove everything that was built (the tools in ~/.cache/courtesy stay)
	@rm -rf target js/dist js/node_modules www/node_modules tests/node_modules tests/bench/node_modules
