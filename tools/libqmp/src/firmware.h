/* firmware.h - the firmware's JSON framer and writer, for libqmp.
 *
 * Both ends of a line then agree on what a message is.  They are compiled anew here, without the
 * limits of small machines and under names of libqmp's own: a program may contain the server's
 * library as well.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMPC_FIRMWARE_H
#define QMPC_FIRMWARE_H

#include "qmpc/json.h"

/* What a build chooses for the firmware is not meant for this library. */
#undef QMP_SMALL
#undef QMP_NESTING_MAX
#undef QMP_MESSAGE_MAX
#undef QMP_TOKENS_MAX
#undef QMP_QUICK_STRINGS
#undef QMP_PRETTY
#undef QMP_FRAME_CHECK
#define QMP_SMALL         0
#define QMP_NESTING_MAX   QMPC_JSON_DEPTH
#define QMP_MESSAGE_MAX   0x7FFFFFF0u
#define QMP_TOKENS_MAX    0xFFFFFFFEu
#define QMP_QUICK_STRINGS 1
#define QMP_PRETTY        0
#define QMP_FRAME_CHECK   0

#define json_framer_init     qmpc_firmware_framer_init
#define json_framer_output   qmpc_firmware_framer_output
#define json_framer_pending  qmpc_firmware_framer_pending
#define json_framer_feed     qmpc_firmware_framer_feed
#define json_framer_reset    qmpc_firmware_framer_reset
#define json_hex_digit       qmpc_firmware_hex_digit
#define json_check_add       qmpc_firmware_check_add
#define json_check_tail      qmpc_firmware_check_tail
#define json_check_canonical qmpc_firmware_check_canonical
#define json_writer_init     qmpc_firmware_writer_init
#define json_writer_mark     qmpc_firmware_writer_mark
#define json_writer_rewind   qmpc_firmware_writer_rewind
#define json_write_bytes     qmpc_firmware_write_bytes
#define json_write_text      qmpc_firmware_write_text
#define json_write_key       qmpc_firmware_write_key
#define json_write_begin     qmpc_firmware_write_begin
#define json_write_end       qmpc_firmware_write_end
#define json_write_string    qmpc_firmware_write_string
#define json_write_int       qmpc_firmware_write_int
#define json_write_uint      qmpc_firmware_write_uint
#define json_write_bool      qmpc_firmware_write_bool
#define json_write_escaped   qmpc_firmware_write_escaped
#define json_write_canonical qmpc_firmware_write_canonical
#define json_format_uint     qmpc_firmware_format_uint
#define json_format_hex      qmpc_firmware_format_hex

#include "qmp/framer.h"
#include "qmp/line_check.h"
#include "qmp/writer.h"

#endif
