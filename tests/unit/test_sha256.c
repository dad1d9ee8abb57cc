/* test_sha256.c - SHA-256 against NIST's examples, and in pieces of all sizes.
 *
 * Sources: NIST, "Cryptographic Standards and Guidelines: Example Values", SHA256.pdf and
 * SHA2_Additional.pdf.
 *
 * SPDX-License-Identifier: MIT */
#include "unit.h"

#include "guard/sha256.h"

static void to_hex(const uint8_t *digest, char *hex)
{
    for (int i = 0; i < SHA256_SIZE; i++)
        sprintf(hex + 2 * i, "%02x", digest[i]);
}

static void expect(const uint8_t *digest, const char *hex)
{
    char text[2 * SHA256_SIZE + 1];

    to_hex(digest, text);
    assert_string_equal(text, hex);
}

/* The digest of SIZE bytes, added in pieces of PIECE. */
static void digest_of(const uint8_t *bytes, size_t size, size_t piece, uint8_t *digest)
{
    struct sha256 hash;

    sha256_begin(&hash);
    for (size_t done = 0; done < size; done += piece)
        sha256_add(&hash, bytes + done, size - done < piece ? size - done : piece);
    sha256_end(&hash, digest);
}

static void sha256_gives_the_digests_of_the_examples(void **state)
{
    static const struct {
        const char *message, *digest;
    } examples[] = {
        {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
        {"abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrl"
         "mn"
         "opqrsmnopqrstnopqrstu",
         "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(examples); i++) {
        uint8_t digest[SHA256_SIZE];
        size_t size = strlen(examples[i].message);

        for (size_t piece = 1; piece <= size + 1; piece++) {
            digest_of((const uint8_t *)examples[i].message, size, piece, digest);
            expect(digest, examples[i].digest);
        }
    }
}

static void sha256_takes_a_million_bytes(void **state)
{
    uint8_t digest[SHA256_SIZE], *bytes = malloc(1000000);

    (void)state;
    assert_non_null(bytes);
    memset(bytes, 'a', 1000000);
    digest_of(bytes, 1000000, 999, digest);
    expect(digest, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    memset(bytes, 'A', 1000);
    digest_of(bytes, 1000, 1000, digest);
    expect(digest, "c2e686823489ced2017f6059b8b239318b6364f6dcd835d0a519105a1eadd6e4");
    free(bytes);
}

/* What is behind the last whole block, and whether the size still fits into it, is what
 * implementations get wrong: the digest of the digests of all sizes to 199 bytes, as
 * Python's hashlib (OpenSSL) has it. */
static void sha256_pads_messages_of_every_size(void **state)
{
    uint8_t bytes[200], digest[SHA256_SIZE];
    struct sha256 all;

    (void)state;
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)i;
    sha256_begin(&all);
    for (size_t size = 0; size < sizeof bytes; size++) {
        digest_of(bytes, size, sizeof bytes, digest);
        sha256_add(&all, digest, sizeof digest);
    }
    sha256_end(&all, digest);
    expect(digest, "ba7b0fcea7d10c06b855b43d2b4dce1e3e842fff6be0acefb0faf4f2dd05bb47");
}

static void sha256_leaves_nothing_of_the_message_in_its_structure(void **state)
{
    static const struct sha256 nothing;
    uint8_t digest[SHA256_SIZE];
    struct sha256 hash;

    (void)state;
    sha256_begin(&hash);
    sha256_add(&hash, "open sesame", 11);
    assert_memory_not_equal(&hash, &nothing, sizeof hash);
    sha256_end(&hash, digest);
    assert_memory_equal(&hash, &nothing, sizeof hash);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sha256_gives_the_digests_of_the_examples),
        cmocka_unit_test(sha256_takes_a_million_bytes),
        cmocka_unit_test(sha256_pads_messages_of_every_size),
        cmocka_unit_test(sha256_leaves_nothing_of_the_message_in_its_structure),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
