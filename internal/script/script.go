// Package script reads what a fuzzer makes up as orders: which message comes next, whether it is changed and
// where, how long to wait. So its bytes get past the first one that a reader looks at.
//
// Main type: Script.
package script

import "slices"

// Script is bytes that are read from the front; behind their end there are zeros.
type Script struct{ left []byte }

// Of is the script of some bytes, of the first most of them.
func Of(b []byte, most int) *Script { return &Script{b[:min(len(b), most)]} }

// Done reports whether everything was read.
func (s *Script) Done() bool { return len(s.left) == 0 }

// Byte is the next byte.
func (s *Script) Byte() byte {
	if len(s.left) == 0 {
		return 0
	}
	c := s.left[0]
	s.left = s.left[1:]
	return c
}

// Word is the next two bytes as a number.
func (s *Script) Word() int { return int(s.Byte()) | int(s.Byte())<<8 }

// Take is the next n bytes, fewer at the end.
func (s *Script) Take(n int) []byte {
	n = min(n, len(s.left))
	b := s.left[:n]
	s.left = s.left[n:]
	return b
}

// Change is b changed at one place: bytes are turned, taken out, doubled, put in, put in their place, cut off
// or made alike.
func (s *Script) Change(b []byte) []byte {
	b = slices.Clone(b)
	how := s.Byte()
	at := s.Word()
	if len(b) == 0 {
		return slices.Clone(s.Take(int(how)))
	}
	at %= len(b)
	end := min(at+1+int(how>>3), len(b))
	switch how % 8 {
	case 0, 1:
		b[at] ^= max(1, s.Byte())
	case 2:
		b = slices.Delete(b, at, end)
	case 3:
		b = slices.Insert(b, at, slices.Clone(b[at:end])...)
	case 4:
		b = slices.Insert(b, at, s.Take(1+int(how>>3))...)
	case 5:
		b = slices.Replace(b, at, end, s.Take(1+int(how>>3))...)
	case 6:
		b = b[:at]
	default:
		copy(b[at:end], slices.Repeat([]byte{s.Byte()}, end-at))
	}
	return b
}
