/* machine_types.c - the types of commands about devices, memory, processors and the console.
 *
 * SPDX-License-Identifier: MIT */
#include "types.h"

/* ------------------------------------------------------------------ arguments */

static const struct qmp_member balloon_arg_members[] = {
    REQUIRED("value", int, "bytes"),
};
OBJECT(balloon_arg, "")

static const struct qmp_member set_link_arg_members[] = {
    REQUIRED("name", str, "of the device"),
    REQUIRED("up", bool, ""),
};
OBJECT(set_link_arg, "")

static const struct qmp_member watchdog_set_action_arg_members[] = {
    REQUIRED("action", WatchdogAction, ""),
};
OBJECT(watchdog_set_action_arg, "")

/* In the order of enum qmp_data_format. */
static const char *const DataFormat_values[] = {"utf8", "base64"};
ENUM(DataFormat, "How bytes are written as text.")

static const struct qmp_member ringbuf_read_arg_members[] = {
    REQUIRED("device", str, "\"console\""),
    REQUIRED("size", int, "at most so many bytes"),
    OPTIONAL("format", DataFormat, "utf8 if absent: what is not UTF-8 is replaced"),
};
OBJECT(ringbuf_read_arg, "")

static const struct qmp_member ringbuf_write_arg_members[] = {
    REQUIRED("device", str, "\"console\""),
    REQUIRED("data", str, ""),
    OPTIONAL("format", DataFormat, "utf8 if absent"),
};
OBJECT(ringbuf_write_arg, "")

/* --------------------------------------------------------------------- events */

static const struct qmp_member BALLOON_CHANGE_arg_members[] = {
    REQUIRED("actual", int, "bytes of memory the board has now"),
};
OBJECT(BALLOON_CHANGE_arg, "")

static const struct qmp_member RTC_CHANGE_arg_members[] = {
    REQUIRED("offset", int, "seconds by which the clock was set forward since reset"),
    REQUIRED("qom-path", str, "of the clock"),
};
OBJECT(RTC_CHANGE_arg, "")

static const struct qmp_member WATCHDOG_arg_members[] = {
    REQUIRED("action", WatchdogAction, "what happens now"),
};
OBJECT(WATCHDOG_arg, "")

/* -------------------------------------------------------------------- returns */

#if QMP_INTROSPECTION

static const struct qmp_member BalloonInfo_members[] = {
    REQUIRED("actual", int, "bytes"),
};
OBJECT(BalloonInfo, "")

static const struct qmp_member CpuInstanceProperties_members[] = {
    OPTIONAL("core-id", int, ""),
};
OBJECT(CpuInstanceProperties, "")

static const struct qmp_member CpuInfoFast_members[] = {
    REQUIRED("cpu-index", int, ""),
    REQUIRED("qom-path", str, ""),
    REQUIRED("thread-id", int, "always 0: no thread of a host runs it"),
    OPTIONAL("props", CpuInstanceProperties, ""),
    REQUIRED("target", SysEmuTarget, ""),
};
OBJECT(CpuInfoFast, "")
ARRAY(CpuInfoFast)

static const struct qmp_member MemoryInfo_members[] = {
    REQUIRED("base-memory", int, "bytes that can be written"),
    OPTIONAL("plugged-memory", int, ""),
};
OBJECT(MemoryInfo, "")

static const char *const HostMemPolicy_values[] = {"default", "preferred", "bind", "interleave"};
ENUM(HostMemPolicy, "")

ARRAY(int)

static const struct qmp_member Memdev_members[] = {
    OPTIONAL("id", str, "name of the memory"),
    REQUIRED("size", int, "bytes"),
    REQUIRED("merge", bool, "always false"),
    REQUIRED("dump", bool, "always true: agent-memory-read reads it"),
    REQUIRED("prealloc", bool, "always true"),
    REQUIRED("share", bool, "always false"),
    REQUIRED("host-nodes", int_array, "always empty"),
    REQUIRED("policy", HostMemPolicy, "always default"),
};
OBJECT(Memdev, "")
ARRAY(Memdev)

/* PCI, from the inside out. */
static const struct qmp_member PciDeviceClass_members[] = {
    OPTIONAL("desc", str, ""),
    REQUIRED("class", int, "class and subclass code"),
};
OBJECT(PciDeviceClass, "")

static const struct qmp_member PciDeviceId_members[] = {
    REQUIRED("device", int, ""),
    REQUIRED("vendor", int, ""),
    OPTIONAL("subsystem", int, ""),
    OPTIONAL("subsystem-vendor", int, ""),
};
OBJECT(PciDeviceId, "")

static const struct qmp_member PciMemoryRegion_members[] = {
    REQUIRED("bar", int, "number of the base address register"),
    REQUIRED("type", str, "\"io\" or \"memory\""),
    REQUIRED("address", int, "-1: not mapped"),
    REQUIRED("size", int, "bytes"),
    OPTIONAL("prefetch", bool, "memory"),
    OPTIONAL("mem_type_64", bool, "memory"),
};
OBJECT(PciMemoryRegion, "")
ARRAY(PciMemoryRegion)

static const struct qmp_member PciMemoryRange_members[] = {
    REQUIRED("base", int, ""),
    REQUIRED("limit", int, ""),
};
OBJECT(PciMemoryRange, "")

static const struct qmp_member PciBusInfo_members[] = {
    REQUIRED("number", int, "of the bus in front of the bridge"),
    REQUIRED("secondary", int, "of the bus behind it"),
    REQUIRED("subordinate", int, "highest number behind it"),
    REQUIRED("io_range", PciMemoryRange, "forwarded to behind it"),
    REQUIRED("memory_range", PciMemoryRange, ""),
    REQUIRED("prefetchable_range", PciMemoryRange, ""),
};
OBJECT(PciBusInfo, "")

static const struct qmp_member PciBridgeInfo_members[] = {
    REQUIRED("bus", PciBusInfo, ""),
    OPTIONAL("devices", PciDeviceInfo_array, "behind the bridge"),
};
OBJECT(PciBridgeInfo, "")

static const struct qmp_member PciDeviceInfo_members[] = {
    REQUIRED("bus", int, ""),
    REQUIRED("slot", int, ""),
    REQUIRED("function", int, ""),
    REQUIRED("class_info", PciDeviceClass, ""),
    REQUIRED("id", PciDeviceId, ""),
    OPTIONAL("irq", int, "present if the function has an interrupt pin"),
    REQUIRED("irq_pin", int, "0: none"),
    REQUIRED("qdev_id", str, "always empty"),
    OPTIONAL("pci_bridge", PciBridgeInfo, "present if it is a bridge"),
    REQUIRED("regions", PciMemoryRegion_array, ""),
};
OBJECT(PciDeviceInfo, "")
ARRAY(PciDeviceInfo)

static const struct qmp_member PciInfo_members[] = {
    REQUIRED("bus", int, ""),
    REQUIRED("devices", PciDeviceInfo_array, ""),
};
OBJECT(PciInfo, "")
ARRAY(PciInfo)

#endif
