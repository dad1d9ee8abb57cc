/* test_virtio_balloon.c - which pages the balloon's driver gives, and when it counts them.
 *
 * SPDX-License-Identifier: MIT */
#include "unit.h"

#include "core/services.h"
#include "drivers/virtio_balloon.h"
#include "virtio.h"

#define BALLOON 5
#define INFLATE 0
#define DEFLATE 1

#define PAGE    4096u
#define MEMORY  (16u << 20)
#define START   0x80800000u
#define PAGES   1000u
#define FRAME   (START / PAGE)
#define REQUEST virtio_device.config[0]
#define ANSWER  virtio_device.config[1]

static struct virtio_balloon_queues queues;
static struct virtio_balloon balloon;
static unsigned notices;
static bool hosts[PAGES]; /* the pages that the device has */

void services_notify(unsigned raised)
{
    assert_int_equal(raised, BOARD_NOTICE_BALLOON);
    notices++;
}

static int begin(void **state)
{
    (void)state;
    memset(&queues, 0, sizeof queues);
    memset(hosts, 0, sizeof hosts);
    balloon = (struct virtio_balloon){.memory = MEMORY,
                                      .start = START,
                                      .end = START + PAGES * PAGE,
                                      .target = MEMORY,
                                      .queues = &queues};
    notices = 0;
    virtio_device_begin(BALLOON);
    return 0;
}

static void start(void)
{
    assert_true(virtio_balloon_init(&balloon, VIRTIO_DEVICE_BASE));
}

/* The device takes the message that waits in QUEUE, if one does: how many pages it has. */
static uint32_t take(unsigned queue)
{
    uint32_t length, count, *frames = virtio_device_pop(queue, &length);

    if (frames == NULL)
        return 0;
    assert_true(virtio_device.notified & 1u << queue);
    virtio_device.notified = 0;
    count = length / (uint32_t)sizeof *frames;
    for (uint32_t i = 0; i < count; i++) {
        assert_in_range(frames[i], FRAME, FRAME + PAGES - 1);
        assert_true(hosts[frames[i] - FRAME] == (queue == DEFLATE));
        hosts[frames[i] - FRAME] = queue == INFLATE;
    }
    return count;
}

/* The device works until there is nothing left to do. */
static void settle(void)
{
    for (unsigned queue = 0; queue <= DEFLATE; queue++)
        while (take(queue) != 0) {
            virtio_device_push(queue, 0);
            virtio_balloon_service(&balloon);
            queue = 0;
        }
}

static void set_given(uint32_t pages)
{
    virtio_balloon_set_target(&balloon, MEMORY - pages * PAGE);
}

/* The host has the first COUNT pages of the reserve, and all who are told know it. */
static void expect_given(uint32_t count)
{
    for (uint32_t i = 0; i < PAGES; i++)
        assert_int_equal(hosts[i], i < count);
    assert_int_equal(balloon.given, count);
    assert_int_equal(ANSWER, count);
    assert_int_equal(virtio_balloon_actual(&balloon), MEMORY - count * PAGE);
}

static void pages_count_as_given_when_the_device_has_answered(void **state)
{
    (void)state;
    start();
    set_given(3);
    assert_int_equal(take(INFLATE), 3);
    virtio_balloon_service(&balloon);
    assert_int_equal(virtio_balloon_actual(&balloon), MEMORY);
    assert_int_equal(notices, 0);
    virtio_device_push(INFLATE, 0);
    virtio_balloon_service(&balloon);
    expect_given(3);
    assert_int_equal(notices, 1);
    assert_int_equal(virtio_device.interrupt, 0);
}

static void pages_on_their_way_are_no_longer_or_not_yet_ours(void **state)
{
    (void)state;
    start();
    assert_false(virtio_balloon_has_given(&balloon, START, PAGES * PAGE));
    set_given(2);
    assert_true(virtio_balloon_has_given(&balloon, START, 1));
    assert_true(virtio_balloon_has_given(&balloon, START + 2 * PAGE - 1, 1));
    assert_false(virtio_balloon_has_given(&balloon, START + 2 * PAGE, 1));
    assert_false(virtio_balloon_has_given(&balloon, START - 8, 8));
    assert_true(virtio_balloon_has_given(&balloon, START - 8, 9));
    settle();
    set_given(1);
    assert_true(virtio_balloon_has_given(&balloon, START + PAGE, 1));
    settle();
    assert_false(virtio_balloon_has_given(&balloon, START + PAGE, 1));
    expect_given(1);
}

static void a_message_has_no_more_pages_than_a_batch(void **state)
{
    (void)state;
    start();
    set_given(VIRTIO_BALLOON_BATCH + 1);
    assert_int_equal(take(INFLATE), VIRTIO_BALLOON_BATCH);
    assert_int_equal(take(INFLATE), 0);
    virtio_device_push(INFLATE, 0);
    virtio_balloon_service(&balloon);
    assert_int_equal(take(INFLATE), 1);
}

static void no_more_than_the_reserve_is_given(void **state)
{
    (void)state;
    start();
    virtio_balloon_set_target(&balloon, 0);
    settle();
    expect_given(PAGES);
    virtio_balloon_set_target(&balloon, UINT64_MAX);
    settle();
    expect_given(0);
    assert_int_equal(balloon.target, MEMORY);
}

static void whatever_is_asked_for_the_device_has_the_reserves_first_pages(void **state)
{
    uint32_t seed = 5, last = 0;

    (void)state;
    start();
    for (int i = 0; i < 500; i++) {
        last = unit_random(&seed) % (PAGES + 1);
        set_given(last);
        /* Sometimes the next request comes while this one is being worked on. */
        if (unit_random(&seed) % 2)
            settle();
    }
    settle();
    expect_given(last);
}

static void a_request_of_the_device_is_followed_when_it_tells_of_it(void **state)
{
    (void)state;
    start();
    REQUEST = 7;
    virtio_balloon_service(&balloon);
    settle();
    expect_given(0);
    virtio_device.interrupt |= 2;
    virtio_balloon_service(&balloon);
    assert_int_equal(balloon.target, MEMORY - 7 * PAGE);
    settle();
    expect_given(7);
    /* Ours is the later one, until it tells again. */
    set_given(9);
    settle();
    expect_given(9);
    virtio_device.interrupt |= 2;
    virtio_balloon_service(&balloon);
    settle();
    expect_given(7);
}

static void a_request_for_more_than_there_is_leaves_nothing_as_the_target(void **state)
{
    (void)state;
    start();
    REQUEST = UINT32_MAX;
    virtio_device.interrupt |= 2;
    virtio_balloon_service(&balloon);
    assert_int_equal(balloon.target, 0);
    settle();
    expect_given(PAGES);
}

static void what_an_earlier_life_gave_is_forgotten_and_its_request_followed(void **state)
{
    (void)state;
    REQUEST = 20;
    ANSWER = 400;
    start();
    assert_int_equal(ANSWER, 0);
    settle();
    expect_given(20);
}

static void other_devices_and_too_short_queues_are_left_alone(void **state)
{
    (void)state;
    virtio_device.id = 3;
    assert_false(virtio_balloon_init(&balloon, VIRTIO_DEVICE_BASE));
    assert_int_equal(virtio_device.status, 0);
    virtio_device.id = BALLOON;
    virtio_device.num_max = VIRTQ_SIZE - 1;
    assert_false(virtio_balloon_init(&balloon, VIRTIO_DEVICE_BASE));
    assert_false(balloon.present);
    assert_int_equal(virtio_device.status & 4, 0);
    virtio_balloon_service(&balloon);
    set_given(5);
    assert_int_equal(virtio_device.notified, 0);
    assert_int_equal(virtio_balloon_actual(&balloon), MEMORY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(pages_count_as_given_when_the_device_has_answered, begin),
        cmocka_unit_test_setup(pages_on_their_way_are_no_longer_or_not_yet_ours, begin),
        cmocka_unit_test_setup(a_message_has_no_more_pages_than_a_batch, begin),
        cmocka_unit_test_setup(no_more_than_the_reserve_is_given, begin),
        cmocka_unit_test_setup(whatever_is_asked_for_the_device_has_the_reserves_first_pages,
                               begin),
        cmocka_unit_test_setup(a_request_of_the_device_is_followed_when_it_tells_of_it, begin),
        cmocka_unit_test_setup(a_request_for_more_than_there_is_leaves_nothing_as_the_target,
                               begin),
        cmocka_unit_test_setup(what_an_earlier_life_gave_is_forgotten_and_its_request_followed,
                               begin),
        cmocka_unit_test_setup(other_devices_and_too_short_queues_are_left_alone, begin),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
