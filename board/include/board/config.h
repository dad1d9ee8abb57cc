/* config.h - build options of the board layer.
 *
 * For C and assembler.  Each may be set with a compile definition, usually in
 * board/<name>/board.cmake.
 *
 * SPDX-License-Identifier: MIT */
#ifndef BOARD_CONFIG_H
#define BOARD_CONFIG_H

/* 1: no interrupt is ever enabled; ports are looked at in board_poll(). */
#ifndef BOARD_POLLED
#define BOARD_POLLED 0
#endif

/* Processors that may run the application, 1 to 32. */
#ifndef BOARD_CPUS_MAX
#define BOARD_CPUS_MAX 1
#endif

/* Of each processor but the first: the application's stack, and that of its traps; bytes,
 * multiples of 16. */
#ifndef BOARD_CPU_STACK
#define BOARD_CPU_STACK 8192
#endif
#ifndef BOARD_CPU_TRAP_STACK
#define BOARD_CPU_TRAP_STACK 2048
#endif

/* 1: the board offers what board/debug.h says. */
#ifndef BOARD_DEBUG
#define BOARD_DEBUG 1
#endif

/* 1: the application runs in the processor's unprivileged mode, and reaches its own memory only;
 * what else it may have done goes through board_gate() (board/gate.h).  E2KMON_ISOLATED sets it. */
#ifndef BOARD_ISOLATED
#define BOARD_ISOLATED 0
#endif

/* Without debugging nothing could hold the others, and the gate leads to the first only. */
#if !BOARD_DEBUG || BOARD_ISOLATED
#undef BOARD_CPUS_MAX
#define BOARD_CPUS_MAX 1
#endif

/* 1: a fault of one of the agent's own accesses can be caught; 0: nothing is touched that is not
 * known to be there. */
#ifndef BOARD_TRAPS
#define BOARD_TRAPS (!BOARD_POLLED)
#endif

/* 1: memory is moved in words, and registers of devices are reached; 0: less code. */
#ifndef BOARD_WIDE_ACCESS
#define BOARD_WIDE_ACCESS 1
#endif

/* 1: files of an emulator's host can be written where there is semihosting; 0: less code. */
#ifndef BOARD_FILES
#define BOARD_FILES 1
#endif

/* Receive ring of a UART, bytes, a power of two.  Reaching the end costs no data (the
 * port is then held back), only speed. */
#ifndef BOARD_RX_RING
#define BOARD_RX_RING 256
#endif

/* Buffers of a virtio port in each direction, and the bytes in one of them. */
#ifndef BOARD_VIRTIO_BUFFERS
#define BOARD_VIRTIO_BUFFERS 8
#endif
#ifndef BOARD_VIRTIO_BUFFER_SIZE
#define BOARD_VIRTIO_BUFFER_SIZE 4096
#endif

#ifndef __ASSEMBLER__
_Static_assert((BOARD_RX_RING & (BOARD_RX_RING - 1)) == 0, "BOARD_RX_RING is a power of two");
_Static_assert(BOARD_VIRTIO_BUFFERS >= 2 && BOARD_VIRTIO_BUFFERS <= 32, "2 to 32 buffers");
#endif

#endif
