// Package cite says where a figure came from, so that anybody can look it up again.
//
// A Source is one thing that was read: its address, when it was read, the hash of its bytes and
// the licence it came under. The package fetches nothing and judges nothing; an empty field means not known.
//
// Nothing in it is promised to other modules.
package cite

import (
	"crypto/sha256"
	"encoding/hex"
)

// Source is one thing that was read. Every field but What may be empty: not known.
type Source struct {
	What    string `json:"what"`              // what it is, in a few words: "daily price to 2026-06-01"
	URL     string `json:"url,omitempty"`     // address; a file read from disk has none
	Read    string `json:"read,omitempty"`    // day or time it was read, "2026-10-03" or RFC 3339, UTC
	Hash    string `json:"hash,omitempty"`    // Hash of the bytes read
	Licence string `json:"licence,omitempty"` // SPDX identifier or the words of the owner
}

// Hash is "sha256:" and 64 hexadecimal digits of the SHA-256 (FIPS 180-4) of the bytes.
func Hash(data []byte) string {
	sum := sha256.Sum256(data)
	return "sha256:" + hex.EncodeToString(sum[:])
}

// String is one line: what, address, day read and licence, as far as known.
func (s Source) String() string {
	line := s.What
	if s.URL != "" {
		line += " <" + s.URL + ">"
	}
	if s.Read != "" {
		line += ", read " + s.Read
	}
	if s.Licence != "" {
		line += " (" + s.Licence + ")"
	}
	return line
}
