/* inspect_types.c - the types of searching, filling, summing up and saving memory, and of device
 * registers.
 *
 * SPDX-License-Identifier: MIT */
#include "types.h"

/* ------------------------------------------------------------------ arguments */

#define RANGE REQUIRED("address", uint64, "first byte"), REQUIRED("size", uint64, "bytes")
#define PATTERN                                                                                    \
    REQUIRED("data", str, "the pattern, 1 to AGENT_PATTERN_MAX bytes"),                            \
        OPTIONAL("format", AgentMemoryFormat, "of data; hex if absent")

static const struct qmp_member agent_memory_search_arg_members[] = {
    RANGE,
    PATTERN,
    OPTIONAL("mask", str, "as long as data and of its format: bits that must be equal"),
    OPTIONAL("align", int,
             "only at addresses that are a multiple of this power of two; 1 if absent"),
    OPTIONAL("max", int, "end after so many matches, at least 1; 100 if absent"),
};
OBJECT(agent_memory_search_arg, "")

static const struct qmp_member agent_memory_fill_arg_members[] = {
    RANGE,
    PATTERN,
};
OBJECT(agent_memory_fill_arg, "")

static const char *const AgentChecksum_values[] = {"crc32", "sha256"};
ENUM(AgentChecksum, "crc32: that of zlib, Ethernet and PNG.")

static const struct qmp_member agent_memory_checksum_arg_members[] = {
    RANGE,
    OPTIONAL("algorithm", AgentChecksum, "crc32 if absent"),
};
OBJECT(agent_memory_checksum_arg, "")

static const struct qmp_member agent_mmio_read_arg_members[] = {
    REQUIRED("address", uint64, "a multiple of the width"),
    REQUIRED("width", int, "bytes: 1, 2, 4, and 8 where the processor has such accesses"),
    OPTIONAL("count", int, "registers one after another, 1 to AGENT_MMIO_MAX; 1 if absent"),
};
OBJECT(agent_mmio_read_arg, "")

static const struct qmp_member agent_mmio_write_arg_members[] = {
    REQUIRED("address", uint64, "a multiple of the width"),
    REQUIRED("width", int, "as agent-mmio-read has it"),
    REQUIRED("value", uint64, "fits the width"),
};
OBJECT(agent_mmio_write_arg, "")

static const struct qmp_member memsave_arg_members[] = {
    REQUIRED("val", int, "first byte"),
    REQUIRED("size", int, "bytes"),
    REQUIRED("filename", str, "on the emulator's host"),
    OPTIONAL("cpu-index", int, "all see the same memory; 0 if absent"),
};
OBJECT(memsave_arg, "")

static const struct qmp_member pmemsave_arg_members[] = {
    REQUIRED("val", int, "first byte"),
    REQUIRED("size", int, "bytes"),
    REQUIRED("filename", str, "on the emulator's host"),
};
OBJECT(pmemsave_arg, "")

/* -------------------------------------------------------------------- returns */

#if QMP_INTROSPECTION

ARRAY(uint64)

#define DONE                                                                                       \
    OPTIONAL("fault", uint64, "address that could not be accessed; all below it was done"),        \
        OPTIONAL("cancelled", bool, "true when agent-cancel ended it")

static const struct qmp_member AgentMemoryFound_members[] = {
    REQUIRED("matches", uint64_array, "addresses, ascending"),
    REQUIRED("size", uint64, "bytes searched"),
    OPTIONAL("more", bool, "true when it ended after max matches"),
    DONE,
};
OBJECT(AgentMemoryFound, "")

static const struct qmp_member AgentMemoryFilled_members[] = {
    REQUIRED("size", uint64, "bytes filled"),
    DONE,
};
OBJECT(AgentMemoryFilled, "")

static const struct qmp_member AgentMemoryChecksum_members[] = {
    REQUIRED("algorithm", AgentChecksum, ""),
    REQUIRED("size", uint64, "bytes summed up"),
    OPTIONAL("checksum", str, "hexadecimal; absent when not all of it could be summed up"),
    DONE,
};
OBJECT(AgentMemoryChecksum, "")

static const struct qmp_member AgentMmioData_members[] = {
    REQUIRED("address", uint64, ""),
    REQUIRED("width", int, ""),
    REQUIRED("values", uint64_array, "up to the one that could not be read"),
    OPTIONAL("fault", uint64, "address that could not be read"),
};
OBJECT(AgentMmioData, "")

#endif
