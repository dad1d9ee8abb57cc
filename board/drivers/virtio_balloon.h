/* virtio_balloon.h - memory given to the host and taken back.
 *
 * A stretch of memory that nobody on the board uses is the reserve.  Pages are given from its
 * start upwards and come back in the opposite order, so what is given is always one range.
 * It is reached all the same: a given page that is touched reads as zeros, and takes up the
 * host's memory again without either side counting it.  Whoever hands memory out asks
 * virtio_balloon_has_given() first.
 *
 * The last request wins, the host's (its num_pages) or the board's own
 * (virtio_balloon_set_target()).  Work is done in steps of VIRTIO_BALLOON_BATCH pages, the next
 * one when the host has answered the last; each ends with BOARD_NOTICE_BALLOON.
 *
 * The host keeps its request over a reset of the board, so the board then follows it afresh.
 *
 * SPDX-License-Identifier: MIT */
#ifndef DRIVERS_VIRTIO_BALLOON_H
#define DRIVERS_VIRTIO_BALLOON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "board/object.h"
#include "drivers/virtqueue.h"

/* The unit of the protocol, whatever the processor's pages are. */
#define VIRTIO_BALLOON_PAGE 4096u

/* Pages in one message to the host: about half a millisecond of QEMU's work. */
#define VIRTIO_BALLOON_BATCH 256u

/* The bulk is kept apart, so that what the board initialises stays small in the image. */
struct virtio_balloon_queues {
    struct virtq inflate, deflate;
    uint32_t frames[VIRTIO_BALLOON_BATCH]; /* numbers of the pages under way */
};

struct virtio_balloon {
    /* The board sets these. */
    uint64_t memory;      /* bytes it has as the host counts, the reserve included */
    uintptr_t start, end; /* the reserve: whole pages */
    uint64_t target;      /* bytes, as last requested; at first all memory */
    struct virtio_balloon_queues *queues;

    uintptr_t base;  /* 0: no device */
    bool present;    /* there is one */
    bool inflating;  /* what is under way is being given */
    uint32_t moving; /* pages under way */
    uint32_t wanted; /* pages to have given */
    uint32_t given;  /* pages that the host has */
};

/* The device as an object; the state is a struct virtio_balloon. */
extern const struct object_type virtio_balloon_type;

/* Uses the device at BASE; false when there is none it can use.  Context: reset. */
bool virtio_balloon_init(struct virtio_balloon *balloon, uintptr_t base);

/* The interrupt's handler and the poll's work; DEVICE is the struct virtio_balloon. */
void virtio_balloon_service(void *device);

/* Bytes of memory the board has now.  Any context. */
uint64_t virtio_balloon_actual(const struct virtio_balloon *balloon);

/* Asks for BYTES, or as near as the reserve allows.  Returns at once.  Without a device it
 * is only remembered.  Context: agent. */
void virtio_balloon_set_target(struct virtio_balloon *balloon, uint64_t bytes);

/* True when one of the SIZE bytes at ADDRESS is given, or about to be.  Context: agent. */
bool virtio_balloon_has_given(const struct virtio_balloon *balloon, uintptr_t address, size_t size);

#endif
