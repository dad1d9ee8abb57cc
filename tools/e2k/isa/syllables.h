/* syllables.h - where things are in the words of a bundle.
 *
 * A bundle: HS [SS] [ALS0..5] [CS0] [CS1] | ALES half-words of channels 0, 1, 3, 4, the high
 * half first | padding | LTS3..0 | CDS2..0.  LTS and CDS are laid from the end.
 *
 * Used inside of isa/ only.  Source: OpenE2K/qemu-e2k, target/e2k/translate.c.
 *
 * SPDX-License-Identifier: MIT */
#ifndef E2K_SYLLABLES_H
#define E2K_SYLLABLES_H

#define HS_FRONT_MASK   0xFu /* words from SS to CS1 */
#define HS_LENGTH_SHIFT 4    /* bundle's length / 8 - 1, 3 bits */
#define HS_SS           (1u << 12)
#define HS_CS0          (1u << 14)
#define HS_CS1          (1u << 15)
#define HS_CDS_SHIFT    16 /* number of CDS, 2 bits */
#define HS_ALES_SHIFT   20 /* a bit a channel */
#define HS_ALS_SHIFT    26 /* a bit a channel */
/* Not of our forms: no-ops behind the bundle (9:7), loop mode (10), PLS (19:18); 11 and 13
 * have no meaning. */
#define HS_REFUSED ((7u << 7) | (1u << 10) | (1u << 11) | (1u << 13) | (3u << 18))

#define CHANNEL_BITS          0x3Fu
#define CHANNELS_WITHOUT_ALES 0x24u /* 2 and 5: the header bit stands for ALES_EXTENDED */
#define ALES_EXTENDED         0x01C0u

#define SS_PREDICATE_MASK  0x1Fu
#define SS_CONDITION_SHIFT 5          /* 4 bits */
#define SS_CTPR_SHIFT      10         /* 2 bits; 0: ibranch, target in CS0 */
#define SS_IPD             (3u << 30) /* how far to prefetch; what assemblers write */
#define SS_ALWAYS          1u
#define SS_IF              2u
#define SS_IF_NOT          3u

#define CS0_DISPLACEMENT_MASK 0x0FFFFFFFu /* in 8 bytes, signed; above it: other transfers */
#define CS1_SETWD             0u

#define SETWD_SHIFT 5         /* in LTS0: size of the window in pairs, 7 bits */
#define SETWD_MAX   112u      /* pairs */
#define SETWD_NFX   (1u << 4) /* what is spilt needs no extended format */

/* Fields of ALS. */
#define ALS_SPECULATIVE (1u << 31)
#define ALS_NUMBER(als) ((als) >> 24 & 0x7F)
#define ALS_SRC1(als)   ((als) >> 16 & 0xFF)
#define ALS_SRC2(als)   ((als) >> 8 & 0xFF)
#define ALS_DST(als)    ((als)&0xFF)

/* Operands. */
#define FIELD_REGISTER 0x80u /* | 0 to 63 */
#define FIELD_CONSTANT 0xC0u /* | 0 to 31 as src1, 0 to 15 as src2 */
#define FIELD_CTPR     0xD0u /* | 1 to 3, as dst */
#define FIELD_LITERAL  0xD0u /* | form << 2 | n of LTSn, as src2 */
#define FIELD_MOVTD    0xC0u /* in place of src1: part of the operation's number */
#define SRC1_CONSTANTS 32
#define SRC2_CONSTANTS 16
#define LITERAL_WORDS  4
#define LITERAL_LOW16  0u /* of LTS0 or LTS1 */
#define LITERAL_HIGH16 1u
#define LITERAL_32     2u
#define LITERAL_64     3u /* LTSn low, LTS(n+1) high */

/* Half-words of CDS: a condition for channels of one half, 0 to 2 or 3 to 5. */
#define CONDITIONS_MAX         6
#define CONDITION_PREDICATE    0x60u /* | predicate: of the kinds of conditions, %predN */
#define CONDITION_SOURCE_MASK  0x7Fu
#define CONDITION_NEGATE_SHIFT 7  /* + channel % 3 */
#define CONDITION_USED_SHIFT   10 /* + channel % 3 */
#define CONDITION_SPARE        (1u << 13)
#define CONDITION_HALF         (1u << 14)
#define CONDITION_MERGE        (1u << 15)

#endif
