# The common tasks; CMake does the work (see CMakePresets.json).
#
#   make run [BOARD=name]   builds a board's image, boots it and opens a prompt
#   make test               everything that is tested
#   make images             build/<board>/e2kmon.elf for every board
#   make bench              measures, and writes the numbers into README.md
#   make docs               the reference of commands and events
#   make clean
#
# SPDX-License-Identifier: MIT

BOARD ?= riscv-virt
BOARDS := riscv-virt riscv-virt-polled mps2-an385 mps2-an385-newlib
IMAGES := $(BOARDS) mps2-an385-small
HOSTS := host host-sanitize host-fuzz

# Two tests at a time: emulators are threads, and the tests mostly wait.
JOBS ?= $(shell nproc)

.PHONY: run test images bench docs clean setup-% build-%
.DEFAULT_GOAL := images

setup-%:
	@tools/setup $(subst +, ,$*)

# A configured tree configures itself again when it has to.
build-%:
	@[ -f build/$*/build.ninja ] || cmake --preset $* >build.log 2>&1 || { cat build.log; exit 1; }
	@rm -f build.log
	@cmake --build build/$* -j $(JOBS) -- --quiet

run: setup-base+riscv+arm
	@$(MAKE) --no-print-directory build-host build-$(BOARD)
	@build/host/bin/qmpctl --spawn 'board/run $(BOARD)'

images: setup-base+riscv+arm
	@$(MAKE) --no-print-directory $(IMAGES:%=build-%)

test: setup-base+riscv+arm+test
	@$(MAKE) --no-print-directory $(IMAGES:%=build-%) $(HOSTS:%=build-%)
	@cp tests/all.cmake build/CTestTestfile.cmake
	@ctest --test-dir build -j $(JOBS) --output-on-failure

bench: images
	@$(MAKE) --no-print-directory build-host
	@tests/bench/run

docs:
	@$(MAKE) --no-print-directory setup-base build-host
	@build/host/bin/qmpdoc >docs/reference.md

clean:
	rm -rf build
