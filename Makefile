# make run | make test do everything themselves: packages, configure, build, job. CMake does the building.

BUILD  ?= build
PREFIX ?= /usr/local
SAN    ?= address thread
CXX_CLANG ?= clang++-16
SYMBOLIZER ?= /usr/bin/llvm-symbolizer-16
CMAKE_FLAGS ?=
KILLS  ?= 200
WEB    ?=
LAYOUTS ?= monolith split
SEED   ?=
CRASH  ?=
JOBS   ?= $(shell nproc)
SEEDS  ?= 1000
FROM   ?= 1
SECONDS ?=
ROUNDS ?=
ROWS   ?=
FUZZ_SECONDS ?= 600
FUZZ   ?=
ONLY   ?=
EXAMPLES ?= 20
RELIABILITY ?=
CTEST  = ctest --test-dir $(BUILD) --output-on-failure --no-tests=error

# The steps of a target follow one another; each uses all cores by itself.
.NOTPARALLEL:
.PHONY: help run build test e2e-http check check-clang sanitize crash sim fuzz compare overload neighbours outbox bench format \
  format-check headers guards install clean

help:
	@echo 'make run          build, then serve a demo shop on http://127.0.0.1:8080'
	@echo 'make test         build, then run all tests'
	@echo 'make build        build/cleave'
	@echo 'make e2e-http     the API against its own OpenAPI document; EXAMPLES=20 of each operation'
	@echo 'make check        formatting, headers that compile alone, the guards of the boundaries'
	@echo 'make check-clang  build everything with clang 16'
	@echo 'make sanitize     tests under SAN="address thread": ASan with UBSan, then TSan'
	@echo 'make crash        kill -9 under load, KILLS=200 in each of LAYOUTS="monolith split"; SEED=N'
	@echo 'make sim          the whole shop under faults, SEEDS=1000 runs of it from FROM=1'
	@echo 'make fuzz         libFuzzer over all that reads bytes of strangers, FUZZ_SECONDS=600 a target'
	@echo 'make overload     3 x as much is asked as the shop can do, for SECONDS=60; ONLY="add item"'
	@echo 'make neighbours   notification down or hanging, payment hanging; ROUNDS=5 of SECONDS=20'
	@echo 'make outbox       ROWS=1000000 deliveries wait for a destination that is away'
	@echo 'make e2e          the web pages in a real browser (chromium); WEB=buying.test.js for some'
	@echo 'make compare      what a split costs here; COMPARE=--quick for a minute and a half'
	@echo 'make bench        micro-benchmarks'
	@echo 'make references   line numbers in documents, after lines have moved'
	@echo 'make format       clang-format everything;  make install PREFIX=…;  make clean'

run: build
	@scripts/run-demo $(BUILD)

build: packages-build $(BUILD)/build.ninja
	cmake --build $(BUILD) --target cleave -j $(JOBS)

test: packages-test $(BUILD)/build.ninja
	cmake --build $(BUILD) -j $(JOBS)
	$(CTEST) -j $(JOBS)

# Redocly and Schemathesis, from npm and PyPI by lock files; what cannot be had is skipped, with a line.
e2e-http: packages-e2e build
	CLEAVE_BINARY=$(abspath $(BUILD))/cleave python3 -B tests/http-e2e/run.py \
	  --examples $(EXAMPLES) --tools $(BUILD)/e2e-http $(LAYOUTS)

# What the tests cannot see from inside. `make test` runs the guards again, with everything else.
check: packages-check format-check headers guards

headers: packages-check $(BUILD)/build.ninja
	cmake --build $(BUILD) --target all_verify_interface_header_sets -j $(JOBS)

guards: packages-check $(BUILD)/build.ninja
	$(CTEST) -L guard -j $(JOBS)

check-clang: packages-clang
	cmake -S . -B $(BUILD)/clang -G Ninja -DCMAKE_CXX_COMPILER=$(CXX_CLANG) -DCLEAVE_WERROR=ON \
	  -DCMAKE_CXX_FLAGS_RELEASE=-O0 $(CMAKE_FLAGS)
	cmake --build $(BUILD)/clang -j $(JOBS)

# One build and one run of all tests for each of SAN. Left out: the guards, which look at sources, and
# what measures. With clang, which compiles this three times as fast as g++ 12 does. ThreadSanitizer
# needs addresses that are not drawn by lot. What counts as too late by a clock is given ten times as long.
sanitize: $(SAN:%=sanitize-%)

sanitize-%: packages-test packages-sanitize
	cmake -S . -B $(BUILD)/$* -G Ninja -DCMAKE_CXX_COMPILER=$(CXX_CLANG) -DCLEAVE_SANITIZE=$* -DCLEAVE_BENCH=OFF \
	  -DCMAKE_CXX_FLAGS_RELEASE=-O1 $(CMAKE_FLAGS)
	cmake --build $(BUILD)/$* -j $(JOBS)
	$(if $(filter thread,$*),setarch -R) env CLEAVE_TEST_PATIENCE=10 \
	  TSAN_OPTIONS="suppressions=$(CURDIR)/tests/tsan.suppressions external_symbolizer_path=$(SYMBOLIZER)" \
	  ctest --test-dir $(BUILD)/$* --output-on-failure --no-tests=error -LE 'guard|measures' -j $(JOBS)

# Ten minutes on two cores; docs/reliability.md says what is looked at.
crash: build
	CLEAVE_BINARY=$(abspath $(BUILD))/cleave python3 -B tests/crash/kill.py --kills $(KILLS) \
	  --layouts $(LAYOUTS) $(if $(SEED),--seed $(SEED)) $(CRASH)

# A seed that fails prints the line that replays it.
sim: packages-test $(BUILD)/build.ninja
	cmake --build $(BUILD) --target sim_seeds -j $(JOBS)
	$(BUILD)/tests/seeds/sim_seeds --seeds $(SEEDS) --from $(FROM)

# Three minutes; pictures of all pages are kept in build/e2e. Skipped, loudly, without npm or chromium.
.PHONY: e2e packages-browser
e2e: packages-browser build
	scripts/e2e $(BUILD) $(WEB:%=tests/e2e/%)

# With clang, ASan and UBSan. What was found lies in build/fuzz/findings; FUZZ="--only jwt",
# FUZZ=--keep to add to the kept corpus. tests/fuzz/README.md.
fuzz: packages-fuzz
	cmake -S . -B $(BUILD)/fuzz -G Ninja -DCMAKE_CXX_COMPILER=$(CXX_CLANG) -DCLEAVE_FUZZ=ON \
	  -DCMAKE_CXX_FLAGS_RELEASE=-O1 $(CMAKE_FLAGS)
	cmake --build $(BUILD)/fuzz --target fuzz_targets -j $(JOBS)
	python3 -B tests/fuzz/fuzz.py --build $(BUILD)/fuzz --seconds $(FUZZ_SECONDS) --jobs $(JOBS) $(FUZZ)

# Twenty minutes on two cores, for figures to decide by.
compare: build
	$(BUILD)/cleave compare $(COMPARE)

# A quarter of an hour in all, on two cores with nothing else to do; docs/reliability.md.
RELIABILITY_BENCH = $(BUILD)/bench/reliability_bench

.PHONY: reliability-bench
reliability-bench: build
	cmake --build $(BUILD) --target reliability_bench -j $(JOBS)

overload: reliability-bench
	$(RELIABILITY_BENCH) overload $(if $(SECONDS),--seconds $(SECONDS)) $(if $(ONLY),--only '$(ONLY)') $(RELIABILITY)

neighbours: reliability-bench
	$(RELIABILITY_BENCH) neighbours $(if $(SECONDS),--seconds $(SECONDS)) $(if $(ROUNDS),--rounds $(ROUNDS)) $(RELIABILITY)

outbox: reliability-bench
	$(RELIABILITY_BENCH) outbox $(if $(ROWS),--rows $(ROWS)) $(if $(ROUNDS),--rounds $(ROUNDS)) $(RELIABILITY)

bench: packages-build $(BUILD)/build.ninja
	cmake --build $(BUILD) --target cleave_bench -j $(JOBS)
	$(BUILD)/bench/cleave_bench

format: packages-check
	scripts/format

.PHONY: references
references:
	python3 -B tests/documents/references.py --fix

format-check: packages-check
	scripts/format --check

install: build
	cmake --install $(BUILD) --prefix $(PREFIX)

clean:
	rm -rf $(BUILD)

$(BUILD)/build.ninja:
	cmake -S . -B $(BUILD) -G Ninja $(CMAKE_FLAGS)

.PHONY: packages-build packages-test packages-check packages-clang packages-fuzz packages-sanitize packages-e2e
packages-build packages-test packages-check packages-clang packages-fuzz packages-sanitize packages-e2e packages-browser: packages-%:
	@scripts/bootstrap $*
