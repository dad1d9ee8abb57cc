/* order.c - memory whose order of accesses matters: long runs of volatile loads and stores
 * of all widths without a branch, in orders that a scheduler would like to change.
 *
 * SPDX-License-Identifier: MIT */
#include "selftest.h"

#define NOINLINE __attribute__((noinline, noclone))

/* Parts of other objects, to the compiler's knowledge. */
typedef volatile uint32_t __attribute__((may_alias)) word;
typedef volatile uint16_t __attribute__((may_alias)) half;

/* Each store can be seen by a later load of another width at an address that only the
 * caller knows. */
static NOINLINE uint64_t burst(volatile uint64_t *d, word *w, half *h, volatile uint8_t *b)
{
    uint64_t s = 0;

    d[0] = 1, d[1] = 2, d[2] = 3, d[3] = 4, d[4] = 5, d[5] = 6, d[6] = 7, d[7] = 8;
    w[0] = 9, h[0] = 10, b[0] = 11, w[1] = 12, h[2] = 13, b[2] = 14, w[2] = 15, h[4] = 16;
    s += d[0], s += w[0], s += h[0], s += b[0], s += d[1], s += w[3], s += h[5], s += b[6];
    b[8] = (uint8_t)s, d[1] = s, h[4] = 17, b[9] = 18, w[2] = 19, d[1] += 20;
    s = s * 3 + b[8], s = s * 3 + h[4], s = s * 3 + w[2], s = s * 3 + d[1];
    d[2] = d[3], d[3] = d[4], d[4] = d[2], d[5] = d[3], d[6] = d[4] + d[5], d[7] = d[6] - d[2];
    b[1] = b[0], b[2] = b[1], b[3] = b[2], b[4] = b[3], b[5] = b[4], b[6] = b[5], b[7] = b[6];
    h[1] = h[0], h[2] = h[1], h[3] = h[2], w[1] = w[0], d[0] = d[1];
    s = s * 5 + d[0], s = s * 5 + d[2], s = s * 5 + d[6], s = s * 5 + d[7];
    return s;
}

/* A queue of one place, as a device register is: what is read is what was written last. */
static NOINLINE uint64_t exchange(word *mailbox, uint64_t *plain)
{
    uint64_t sum = 0;

    *mailbox = 1, plain[0] = *mailbox, *mailbox = 2, plain[1] = *mailbox;
    *mailbox = 3, plain[2] = *mailbox, *mailbox = 4, plain[3] = *mailbox;
    sum += plain[0] + plain[1] * 10 + plain[2] * 100 + plain[3] * 1000;
    plain[0] = *mailbox, *mailbox = (uint32_t)plain[0] + 1, plain[1] = *mailbox;
    *mailbox = (uint32_t)plain[1] + 1, plain[0] += *mailbox, *mailbox = (uint32_t)plain[0];
    return sum * 7 + *mailbox + plain[1];
}

/* Addresses that are themselves loaded: a list that is relinked while it is walked. */
struct node {
    struct node *volatile next;
    volatile uint64_t value;
};

static NOINLINE uint64_t walk(struct node *first, unsigned turns)
{
    uint64_t sum = 0;

    for (struct node *n = first; turns--; n = n->next) {
        struct node *after = n->next;

        n->value += sum;
        n->next = after->next;
        after->next = n;
        sum = sum * 3 + after->value;
        after->value = sum >> 1;
    }
    return sum;
}

/* The same memory through the stack pointer and through an address that comes from
 * elsewhere. */
static NOINLINE uint64_t escaped(uint64_t value)
{
    static volatile uint64_t *volatile elsewhere;
    volatile uint64_t local[4];
    volatile uint64_t *p;
    uint64_t sum;

    elsewhere = local;
    p = elsewhere;
    local[0] = value, p[0] += 3, local[0] ^= 5, sum = p[0];
    p[1] = sum, local[1] += 7, sum = sum * 3 + p[1], local[2] = sum, sum += p[2];
    p[3] = sum, local[3] <<= 1, p[3] += local[2], local[2] = p[3], sum = sum * 5 + p[2];
    return sum * 7 + local[0] + local[1] * 3 + local[2] * 5 + p[3];
}

void test_order(void)
{
    static uint64_t memory[24];
    static struct node nodes[7];

    group("order of accesses");
    random_seed(51);
    for (unsigned shift = 0; shift < 12; shift++) {
        char *base = (char *)memory;

        for (size_t i = 0; i < 24; i++)
            memory[i] = random_next();
        result(burst(memory, (word *)(void *)(base + shift / 4 % 3 * 4),
                     (half *)(void *)(base + shift / 2 * 2), (uint8_t *)base + shift));
        result_bytes(memory, sizeof memory);
        result(exchange((word *)(void *)memory, memory + shift % 2 * 2));
        result_bytes(memory, sizeof memory);
    }
    for (size_t i = 0; i < edge_count; i++)
        result(escaped(edges[i]));
    for (int i = 0; i < 7; i++) {
        nodes[i].next = &nodes[(i * 3 + 1) % 7];
        nodes[i].value = (uint64_t)i;
    }
    for (unsigned turns = 0; turns < 50; turns++)
        result(walk(&nodes[turns % 7], turns));
}
