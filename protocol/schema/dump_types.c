/* dump_types.c - the types of core dumps.
 *
 * SPDX-License-Identifier: MIT */
#include "types.h"

/* ------------------------------------------------------------------ arguments */

static const char *const DumpGuestMemoryFormat_values[] = {"elf", "kdump-zlib", "kdump-lzo",
                                                           "kdump-snappy", "win-dmp"};
ENUM(DumpGuestMemoryFormat, "Only elf can be made.")
#if QMP_INTROSPECTION
ARRAY(DumpGuestMemoryFormat)
#endif

static const struct qmp_member dump_guest_memory_arg_members[] = {
    REQUIRED("paging", bool, "false, or true where there is no paging: both are the same"),
    REQUIRED("protocol", str, "\"file:...\", on the emulator's host"),
    OPTIONAL("detach", bool, "return at once; see query-dump and DUMP_COMPLETED. false if absent"),
    OPTIONAL("begin", int, "first byte of the memory to dump; all RAM if absent"),
    OPTIONAL("length", int, "bytes, needed where begin is given"),
    OPTIONAL("format", DumpGuestMemoryFormat, "elf if absent"),
};
OBJECT(dump_guest_memory_arg, "")

static const struct qmp_member agent_dump_arg_members[] = {
    OPTIONAL("begin", uint64,
             "first byte of the memory to dump; if absent what the image uses: stacks, variables"),
    OPTIONAL("length", uint64, "bytes, needed where begin is given"),
};
OBJECT(agent_dump_arg, "")

/* ----------------------------------------------------------- events, returns */

static const char *const DumpStatus_values[] = {"none", "active", "completed", "failed"};
ENUM(DumpStatus, "")

static const struct qmp_member DumpQueryResult_members[] = {
    REQUIRED("status", DumpStatus, ""),
    REQUIRED("completed", int, "bytes of memory written"),
    REQUIRED("total", int, "bytes of memory to be written"),
};
OBJECT(DumpQueryResult, "")

static const struct qmp_member DUMP_COMPLETED_arg_members[] = {
    REQUIRED("result", DumpQueryResult, ""),
    OPTIONAL("error", str, "why it failed"),
};
OBJECT(DUMP_COMPLETED_arg, "")

#if QMP_INTROSPECTION

static const struct qmp_member DumpGuestMemoryCapability_members[] = {
    REQUIRED("formats", DumpGuestMemoryFormat_array, ""),
};
OBJECT(DumpGuestMemoryCapability, "")

static const struct qmp_member AgentDumpData_members[] = {
    REQUIRED("format", AgentMemoryFormat, "base64"),
    REQUIRED("data", str, "an ELF core file"),
    REQUIRED("size", uint64, "bytes carried by data"),
    OPTIONAL("fault", uint64, "address that could not be read; data ends before it"),
    OPTIONAL("cancelled", bool, "true when agent-cancel ended it"),
};
OBJECT(AgentDumpData, "")

#endif
