/* line_check.h - the frame check of a line: a CRC-32C as the last member of its object.
 *
 *     {"execute": "stop", "id": 1, "check": "fabb8b26"}
 *
 * The check is of all bytes from the first brace to the last one before `, "check": "`; the tail
 * from there on is always spelled alike, JSON_CHECK_TAIL bytes.  docs/protocol.md says what it
 * finds, and who sends it when.
 *
 * You call json_check_add() with the bytes of a line as they pass by, and at the line's end
 * json_check_tail() to write the tail, or json_check_canonical() to see whether the one that came
 * is right.  That needs no look ahead: the tail is of a fixed form, so a running check that went on
 * over it is what the value in it leads to, and the other way round.
 *
 * Context: any.  Worst case: about 12 instructions per byte.
 * Sources: RFC 3720, appendix B.4 (CRC-32C); P. Koopman, 32-Bit Cyclic Redundancy Codes for
 * Internet Applications (2002), for the polynomial's distances.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMP_LINE_CHECK_H
#define QMP_LINE_CHECK_H

#include <stddef.h>
#include <stdint.h>

/* The running check of no bytes. */
#define JSON_CHECK_BEGIN 0xFFFFFFFFu

/* Bytes of `, "check": "01234567"}`, and without the blanks, as the framer leaves it. */
#define JSON_CHECK_TAIL      22u
#define JSON_CHECK_CANONICAL 20u

enum json_check { JSON_CHECK_ABSENT, JSON_CHECK_WRONG, JSON_CHECK_RIGHT };

/* The running check after SIZE more bytes. */
uint32_t json_check_add(uint32_t check, const char *bytes, size_t size);

/* Writes the tail of a line whose bytes gave CHECK. */
void json_check_tail(uint32_t check, char tail[JSON_CHECK_TAIL]);

/* Whether the message of LENGTH bytes, in the framer's canonical form, has a check, and the right
 * one, where CHECK is of all its bytes as they came, tail included. */
enum json_check json_check_canonical(uint32_t check, const char *message, uint32_t length);

#endif
