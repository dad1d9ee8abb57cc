# The common tasks; CMake does the work (see CMakePresets.json).
#
#   make run [BOARD=name]   builds a board's image, boots it and opens a prompt
#   make test               everything that is tested
#   make assure             shows again what docs/assurance.md claims, in some hours
#   make images             build/<board>/e2kmon.elf for every board
#   make bench              measures times, writes them into README.md, and what became smaller
#   make docs               the reference of commands, events and devices, the monitor's commands
#   make clean
#
# SPDX-License-Identifier: MIT

BOARD ?= riscv-virt
BOARDS := riscv-virt riscv-virt-polled mps2-an385 mps2-an385-newlib netduinoplus2 e2k
IMAGES := $(BOARDS) mps2-an385-small riscv-virt-isolated mps2-an385-isolated
HOSTS := host host-sanitize host-fuzz

JOBS ?= $(shell nproc)
# The tests mostly wait for emulators and terminals.
TEST_JOBS ?= $(shell expr 2 '*' $(JOBS))

.PHONY: run test assure images bench docs clean tools
.DEFAULT_GOAL := images

setup-%:
	@tools/setup $(subst +, ,$*)

configure = cmake --preset $1 $2 >build.log 2>&1 || { cat build.log; exit 1; }; rm -f build.log

# A configured tree configures itself again when it has to.
build-%:
	@[ -f build/$*/build.ninja ] || { $(call configure,$*); }
	@cmake --build build/$* -j $(JOBS) -- --quiet

# The host's programs without the tests, and so without the packages only they need.
tools:
	@[ -f build/host/build.ninja ] || { $(call configure,host,-DE2KMON_TESTS=bench); }
	@cmake --build build/host -j $(JOBS) -- --quiet

# The packages that one board needs, of tools/setup's groups.
GROUP = $(if $(filter e2k,$(BOARD)),e2k,$(if $(filter mps2-% netduino%,$(BOARD)),arm,riscv))

run:
	@[ -f board/$(BOARD)/run.conf ] || { echo 'make run: no board $(BOARD); there are: $(BOARDS)' >&2; exit 2; }
	@$(MAKE) --no-print-directory setup-base+$(GROUP)
	@[ -f build/$(BOARD)/e2kmon.elf ] || echo 'building the programs of the host and the image of $(BOARD) ...'
	@$(MAKE) --no-print-directory tools build-$(BOARD)
	@build/host/bin/qmpctl --spawn 'board/run $(BOARD)'

images: setup-base+riscv+arm
	@$(MAKE) --no-print-directory $(IMAGES:%=build-%)

# Boards in emulators keep time by the host's clock: a test that fails where others take the processors
# is run once more, and both runs are shown.
test: setup-base+riscv+arm+test+clients
	@$(foreach host,$(HOSTS),$(call configure,$(host));)
	@$(MAKE) --no-print-directory $(IMAGES:%=build-%) $(HOSTS:%=build-%)
	@cp tests/all.cmake build/CTestTestfile.cmake
	@ctest --test-dir build -j $(TEST_JOBS) --output-on-failure --repeat until-pass:2

assure: setup-base+riscv+arm+test+clients+assure images
	@$(call configure,host)
	@$(MAKE) --no-print-directory build-host
	@tests/assure/run --record; status=$$?; \
	    docs/update docs/assurance.md subjects tests/assure/run --table && exit $$status

bench: setup-test images
	@$(MAKE) --no-print-directory tools
	@tests/bench/run
	@tests/numbers/accept all

docs: setup-test images
	@$(MAKE) --no-print-directory tools
	@build/host/bin/qmpdoc >docs/reference.md
	@docs/update README.md limits build/host/bin/qmpdoc --limits
	@docs/devices >build/devices.md
	@mv build/devices.md docs/devices.md
	@docs/handlers >build/monitor-handlers.md
	@mv build/monitor-handlers.md docs/monitor-handlers.md
	@tools/sbom >build/sbom.cdx.json
	@mv build/sbom.cdx.json docs/sbom.cdx.json
	@docs/update docs/assurance/supply.md sbom tools/sbom --table docs/sbom.cdx.json

clean:
	rm -rf build
