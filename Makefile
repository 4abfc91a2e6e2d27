# Every target creates what it needs on first use. Without make, the same in two lines:
#   python3 -m local.setup && .venv/bin/python -m local
# Asked by running it: a name on the PATH may be a mere promise of a version manager. The system's own comes first: it is
# built with all optimisations, a version manager's often without, and then takes half as long again for everything.
WHERE := -c 'import ensurepip, sys; print(sys.executable)' 2>/dev/null
VERSIONS := 3.13 3.12 3.11
PYTHON := $(firstword $(foreach name,$(VERSIONS:%=/usr/bin/python%) $(VERSIONS:%=python%),$(shell $(name) $(WHERE))) python3)
SETUP := $(PYTHON) -m local.setup
RUN := .venv/bin/python -m
STAGE ?= dev
unexport PYTHONDONTWRITEBYTECODE  # every process would compile everything again
SEEDS ?= 2000
MINUTES ?= 5
RATE ?= 100
# If make itself is killed, the service ends in order instead of running on unseen.
LEASH := $(if $(shell command -v setpriv),setpriv --pdeathsig TERM --)
# Billing and the life of a conference decide about money: every branch of theirs is tested.
EXACT := chalicelib/billing/*,chalicelib/conference.py,chalicelib/legs.py,chalicelib/sweeps.py,$\
  chalicelib/web_start.py,chalicelib/control.py,chalicelib/reports.py,chalicelib/ending.py,$\
  chalicelib/caps.py,chalicelib/watch.py,chalicelib/board.py,chalicelib/reservations.py,$\
  chalicelib/rearrange.py,chalicelib/plans.py,chalicelib/recurrence.py,chalicelib/slots.py,chalicelib/due.py

# First the machine, then pages, which share a browser; beside them the stack, which waits for the clock of its rules most
# of the time. Then the stories, which run the product at many times the pace of life, and journeys in a browser, at the
# pace of life: both mostly wait, and a busy machine would be too slow for them; chaos in small, the longest of the stories,
# comes after the journeys. With what is left of it, then and before, runs what needs nothing but a processor.
TWO_AT_A_TIME := --numprocesses=2 --dist=loadfile --no-loadscope-reorder
# Coverage makes a test slower: it is taken of these alone, and what decides about money is complete by them.
MEASURED := tests/domain tests/unit
SMALL := tests/api tests/attack tests/crashes tests/infra tests/lives tests/rules tests/webhooks $\
  tests/machine/test_the_race.py $(wildcard tests/test_*.py)
CHAOS := tests/stories/test_chaos.py
LATER := tests/stories tests/browser tests/stack tests/simulation $(MEASURED) $(SMALL)
NONE_CHOSEN = [ $$? -eq 5 ]
# $(call some,TESTS,BEFORE): run them; none of them chosen by ARGS is no failure.
some = { $(2) $(RUN) pytest $(1) $(ARGS) || $(NONE_CHOSEN); }
# $(call beside,NAME,COMMANDS): run them meanwhile; $(ENDED) waits for all of them, shows what they said, and fails if one did.
beside = { $(2); } > .cache/$(1).log 2>&1 & ids="$$ids $$!"; names="$$names $(1)"
ENDED = for id in $$ids; do wait $$id || failed=1; done; \
  for name in $$names; do cat .cache/$$name.log; done; [ -z "$$failed" ]

.DEFAULT_GOAL := help
.PHONY: help setup run billing operator test check lint fix bench load lighthouse vendor update sbom clean
.PHONY: package deploy-local lint-stack deploy rollback destroy logs secrets simulate chaos mutation

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## create .venv and fetch the store (run and test do it by themselves)
	@$(SETUP)

run: setup ## the whole service on this machine, with phones in the browser (ARGS="--port 9000")
	@exec $(LEASH) $(RUN) local $(ARGS)

billing: setup ## prices, rating anew, comparing, closing, export on what runs here (ARGS="--help")
	@$(RUN) local.operate billing $(ARGS)

operator: setup ## who works at the operator desk of what runs here (ARGS="add zuoxi-02 --name 李敏")
	@$(RUN) local.operate operators $(ARGS)

# What counts is Beijing's time, wherever a machine stands (F23); a store that lives for a minute compiles itself, and
# collects beside its work, for longer than it gains from that.
test: export TZ := America/New_York
test: export JDK_JAVA_OPTIONS := -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
test: ## all tests; what needs nothing but a processor runs beside what mostly waits (ARGS="-k reservation")
	@$(SETUP) --browser --classes
	@mkdir -p .cache
	@ids= names= failed=; $(call beside,stack,$(call some,tests/stack)); \
	  $(call beside,simulation,$(call some,tests/simulation,nice -n 19)); \
	  $(call some,$(TWO_AT_A_TIME) $(addprefix --ignore=,tests/site $(LATER))) || failed=1; \
	  $(call some,$(TWO_AT_A_TIME) tests/site) || failed=1; $(ENDED)
	@ids= names= failed=; \
	  $(call beside,small,worse=; $(call some,$(TWO_AT_A_TIME) $(MEASURED) $(COVERED),nice -n 19) || worse=1; \
	    $(call some,$(TWO_AT_A_TIME) $(SMALL),nice -n 19) && [ -z "$$worse" ]); \
	  $(call beside,journeys,worse=; $(call some,tests/browser) || worse=1; \
	    $(call some,$(CHAOS)) && [ -z "$$worse" ]); \
	  $(call some,tests/stories --ignore=$(CHAOS)) || failed=1; $(ENDED)

check: SETUP += --browser --classes  # all at once, one part beside another
check: lint ## what a change must pass: format, lint, types, all tests, branch coverage
	@rm -f .coverage .coverage.*
	@$(MAKE) test COVERED="--cov --cov-branch --cov-report="
	@$(RUN) coverage report --fail-under=90
	@$(RUN) coverage report --fail-under=100 --include='$(EXACT)'

lint: setup ## format, lint, types, and rules of our own (bandit, semgrep) alone
	@$(RUN) ruff format --check .
	@$(RUN) ruff check .
	@mkdir -p .cache
	@$(RUN) mypy > .cache/types.log 2>&1 & types=$$!; failed=0; \
	  $(RUN) tests.rules || failed=1; wait $$types || failed=1; cat .cache/types.log; [ $$failed -eq 0 ]

fix: setup ## format, and repair what the linter can
	@$(RUN) ruff format .
	@$(RUN) ruff check --fix .

bench: ## measure, and print ratios and counts
	@$(SETUP) --browser
	@$(RUN) bench $(ARGS)

simulate: setup ## thousands of seeded runs in which everything goes wrong, and planted bugs (SEEDS=2000)
	@$(RUN) tests.simulation --seeds $(SEEDS) $(ARGS)

chaos: setup ## the running product killed at random amid faults of store and network (SEED=1 CONFERENCES=100)
	@$(RUN) tests.chaos --seed $(or $(SEED),1) --conferences $(or $(CONFERENCES),100) $(ARGS)

load: setup ## 500 conferences, 100 webhooks a second for five minutes, a burst, the knee; 250 in one (MINUTES=5 RATE=100)
	@$(RUN) bench.heavy --minutes $(MINUTES) --rate $(RATE) $(ARGS)

mutation: setup ## change the code that decides about money, and see whether a test notices (ARGS="billing legs")
	@$(RUN) tests.mutation $(ARGS)

lighthouse: ## marks of the home and login pages, by Lighthouse in Chromium (fetches it with npm)
	@$(SETUP) --browser
	@$(RUN) bench.lighthouse

vendor: setup ## rebuild static-site/vendor from its pinned packages, byte for byte (npm)
	@$(RUN) infra.vendor

update: setup ## newest releases of what we chose, pinned with their hashes (ARGS="moto" for some)
	@$(RUN) infra.dependencies update $(ARGS)

sbom: setup ## what is packed, by release and licence: build/sbom.cdx.json (CycloneDX)
	@$(RUN) infra.dependencies sbom

package: setup ## what a deployment is made of: the stack's template and the functions' zip, in build/STAGE
	@$(RUN) infra.package $(STAGE) $(ARGS)

deploy-local: setup ## the very stack of make deploy on this machine, in MiniStack, with the phones (ARGS="--port 9000")
	@exec $(LEASH) $(RUN) local deployed $(ARGS)

lint-stack: setup ## cfn-lint and checkov on what make package made; nothing that is not explained (STAGE=prod)
	@$(RUN) infra.lint $(STAGE)

deploy: setup ## bring a stage up on AWS, or up to date: shows what changes, asks (STAGE=prod ARGS="--help")
	@$(RUN) infra.deploy $(STAGE) $(ARGS)

secrets: setup ## tell a stage the provider's credentials (STAGE=prod)
	@$(RUN) infra.secrets $(STAGE) $(ARGS)

rollback: setup ## go back to the release before (STAGE=prod ARGS="--to RELEASE")
	@$(RUN) infra.rollback $(STAGE) $(ARGS)

destroy: setup ## take a stage down; refuses while there are records (STAGE=dev ARGS="--force")
	@$(RUN) infra.destroy $(STAGE) $(ARGS)

logs: setup ## what the functions of a stage say (STAGE=prod ARGS="--function api --since 1h --follow")
	@$(RUN) infra.logs $(STAGE) $(ARGS)

clean: ## remove all that can be made again (the records in .data stay)
	rm -rf .venv .cache build .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache
