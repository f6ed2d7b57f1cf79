// Package sha256d hashes twice with SHA-256, as Bitcoin does with headers, transactions and the nodes of its
// Merkle trees: Sum and Fold for one message, SumTwo and FoldTwo for two side by side.
//
// Where the processor has instructions for it, functions of this package use them (twice_amd64.s, made by
// tools/asm -sha): a share is some 45 blocks of SHA-256 in small pieces, of which crypto/sha256 spends half
// of the time beside the blocks themselves; and as each round waits for the one before, two messages
// together take little longer than one. Elsewhere it is crypto/sha256, which is also what tests hold it to.
//
// Hashes are in the order of SHA-256's output. It keeps nothing and allocates nothing.
package sha256d

import "crypto/sha256"

// Sum is the hash of the hash of b.
func Sum(b []byte) [32]byte {
	var padded [most]byte
	if n := pad(&padded, b); n > 0 && fast {
		return sumOne(&padded, n)
	}
	return plain(b)
}

// SumTwo are the hashes of the hashes of a and of b.
func SumTwo(a, b []byte) (one, two [32]byte) {
	var left, right [most]byte
	n, m := pad(&left, a), pad(&right, b)
	if n > 0 && n == m && fast {
		return sumTwo(&left, &right, n)
	}
	return Sum(a), Sum(b)
}

// Fold is the root of a Merkle tree: leaf and the first branch hashed together, that and the next, and so on.
func Fold(leaf [32]byte, branches [][32]byte) [32]byte {
	if fast && len(branches) > 0 {
		return fold(leaf, branches)
	}
	for i := range branches {
		leaf = join(&leaf, &branches[i])
	}
	return leaf
}

// FoldTwo is Fold for two leaves beside the same branches.
func FoldTwo(one, two [32]byte, branches [][32]byte) (root, root2 [32]byte) {
	if fast && len(branches) > 0 {
		return foldBoth(one, two, branches)
	}
	return Fold(one, branches), Fold(two, branches)
}

// most is the room for a message and what SHA-256 puts behind it: the coinbases of jobs have up to 778 bytes.
const most = 13 * sha256.BlockSize

// pad writes b to the blocks that SHA-256 makes of it (FIPS 180-4, 5.1.1) and gives their number; 0 where
// they have no room.
func pad(to *[most]byte, b []byte) (blocks int) {
	blocks = (len(b)+8)/sha256.BlockSize + 1
	end := blocks * sha256.BlockSize
	if end > most {
		return 0
	}
	n := copy(to[:], b)
	to[n] = 0x80
	bits := uint64(len(b)) * 8
	for i := 1; i <= 8; i++ {
		to[end-i] = byte(bits)
		bits >>= 8
	}
	return blocks
}

// plain is Sum by the standard library.
func plain(b []byte) [32]byte {
	first := sha256.Sum256(b)
	return sha256.Sum256(first[:])
}

func join(left, right *[32]byte) [32]byte {
	var both [64]byte
	copy(both[:32], left[:])
	copy(both[32:], right[:])
	return plain(both[:])
}
