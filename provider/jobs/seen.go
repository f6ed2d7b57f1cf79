package jobs

import (
	"encoding/binary"
	"sync"
)

// seenShards spread the headers over as many locks.
const seenShards = 64

// seen are headers on one previous block, by the last eight bytes of their hashes as they are printed. Two
// of a million headers share them once in 37 million blocks.
type seen [seenShards]shard

// shard is a set of numbers: a table of twice to four times as many places, a power of two. A number stands
// at the first free place from the one that its upper bits name; they are bits of a hash. 0 is a free place.
type shard struct {
	mu     sync.Mutex
	places []uint64
	count  int
	zero   bool // the number 0 is in it
}

// add reports whether a header is new.
func (s *seen) add(tail [8]byte) bool {
	key := binary.BigEndian.Uint64(tail[:])
	return s[key%seenShards].add(key)
}

func (s *shard) add(key uint64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if key == 0 {
		isNew := !s.zero
		s.zero = true
		return isNew
	}
	if 2*s.count >= len(s.places) {
		s.grow()
	}
	at := s.place(key)
	if s.places[at] == key {
		return false
	}
	s.places[at] = key
	s.count++
	return true
}

// place is where a number stands, or would.
func (s *shard) place(key uint64) int {
	mask := len(s.places) - 1
	at := int(key>>8) & mask
	for s.places[at] != 0 && s.places[at] != key {
		at = (at + 1) & mask
	}
	return at
}

func (s *shard) grow() {
	old := s.places
	s.places = make([]uint64, max(2*len(old), 16))
	for _, key := range old {
		if key != 0 {
			s.places[s.place(key)] = key
		}
	}
}
