// Package share is the record of mined work: jobs handed out, shares that came back, segments that keep
// them, and the sum tree that commits to them.
//
// Main types: Job and Share (records of fixed layout), Level (how rare a share's hash must be), Work (a
// 128-bit count of hashes), Writer and Read (segments), Tree (a segment's shares under one hash). A share
// proves its work (the hash of its header), the level that was assigned to it (a byte of its coinbase) and
// the server and session it was made for (the extranonce).
//
// It opens no file and no socket, and knows no money: whoever makes segments and whoever checks them share
// it. Every reader treats its bytes as a stranger's: bounded, and refused with the offset of what is wrong.
//
// Formats: docs/segments.md. Nothing in it is promised to other modules.
package share

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math/big"
	"math/bits"

	"github.com/assaymining/assay/consensus"
	"github.com/assaymining/assay/internal/sha256d"
	"github.com/assaymining/assay/units"
)

// Level is k: a share of it has a hash below 2^(256-k) and counts 2^k hashes.
type Level uint8

// The levels that a share may have. Below MinLevel a share costs more to keep than it proves; at MaxLevel,
// 9.2e18 hashes, one share an hour is 2.5 PH/s, and its square still has less than 128 bits.
const (
	MinLevel Level = 8
	MaxLevel Level = 63
)

// Valid reports whether k is a level that a share may have.
func (k Level) Valid() bool { return k >= MinLevel && k <= MaxLevel }

// work is 2^k hashes.
func (k Level) work() Work { return power(uint(k)) }

// power is 2^n, n below 128.
func power(n uint) Work {
	if n >= 64 {
		return Work{Hi: 1 << (n - 64)}
	}
	return Work{Lo: 1 << n}
}

// Met reports whether a header's hash, in the byte order of SHA-256's output, has at least k zero bits at
// the end that Bitcoin prints first.
func (k Level) Met(hash [32]byte) bool { return zeros(hash) >= int(k) }

// zeros is the number of leading zero bits of a hash as it is printed.
func zeros(hash [32]byte) int {
	n := 0
	for i := 31; i >= 0; i-- {
		if hash[i] != 0 {
			return n + bits.LeadingZeros8(hash[i])
		}
		n += 8
	}
	return n
}

// Work is a number of hashes, or of their squares: 128 bits without sign.
type Work struct{ Hi, Lo uint64 }

// ErrOverflow is a sum of work beyond 128 bits: no honest record reaches it.
var ErrOverflow = errors.New("work beyond 128 bits")

// Add is w + v, or ErrOverflow.
func (w Work) Add(v Work) (Work, error) {
	lo, carry := bits.Add64(w.Lo, v.Lo, 0)
	hi, over := bits.Add64(w.Hi, v.Hi, carry)
	if over != 0 {
		return Work{}, ErrOverflow
	}
	return Work{Hi: hi, Lo: lo}, nil
}

// Cmp is -1, 0 or 1 as w is below, equal to or above v.
func (w Work) Cmp(v Work) int {
	switch {
	case w == v:
		return 0
	case w.Hi < v.Hi || w.Hi == v.Hi && w.Lo < v.Lo:
		return -1
	}
	return 1
}

func (w Work) bytes() [16]byte {
	var b [16]byte
	binary.LittleEndian.PutUint64(b[:8], w.Lo)
	binary.LittleEndian.PutUint64(b[8:], w.Hi)
	return b
}

func workOf(b []byte) Work {
	return Work{Lo: binary.LittleEndian.Uint64(b), Hi: binary.LittleEndian.Uint64(b[8:])}
}

// Protocol is how a job was handed out.
type Protocol uint8

// The protocols of miners.
const (
	V1 Protocol = 1
	V2 Protocol = 2
)

// Job is work handed out: everything of a block but what the miner chooses. Hashes are in the byte order
// of the header. Coinbase1 ends before the extranonce and has 0 in the byte of its level; neither part has
// the witness (BIP 141), which a transaction's identifier leaves out.
type Job struct {
	ID        uint32
	Server    uint8
	Protocol  Protocol
	Version   uint32
	Prev      [32]byte
	Bits      uint32
	MinTime   uint32 // seconds since 1970
	IssuedMS  uint64 // milliseconds since 1970
	Coinbase1 []byte
	Coinbase2 []byte
	Branches  [][32]byte // from the coinbase up to the merkle root
}

// Extranonce sizes: what the server gives a session, and what the miner turns.
const (
	Extranonce1 = 4
	Extranonce2 = 8
)

// MaxCoinbase and maxBranches bound a job: miners' firmware cuts longer coinbase parts silently
// (ESP-Miner), and 16 branches are 65,536 transactions.
const (
	MaxCoinbase = 383
	maxBranches = 16
)

// levelMark stands before the level's byte in the script: a push of six bytes, "Assay" and the level.
var levelMark = []byte("\x06Assay")

// LevelOffset is the place of the level's byte in a coinbase: behind the height (BIP 34) and the mark.
func LevelOffset(coinbase1 []byte) (int, error) {
	const script = 4 + 1 + 36 + 1 // version, number of inputs, the null outpoint, the script's length
	if len(coinbase1) <= script {
		return 0, fmt.Errorf("coinbase ends before its script, after %d bytes", len(coinbase1))
	}
	at := script + 1
	if push := coinbase1[script]; push < 0x4c { // a push of so many bytes; else an opcode for a small height
		at += int(push)
	}
	end := at + len(levelMark)
	if end >= len(coinbase1) || !bytes.Equal(coinbase1[at:end], levelMark) {
		return 0, errors.New("no level behind the height in the coinbase: not a job of this format")
	}
	return end, nil
}

// Height is the height of the block that the job would become, as its coinbase says (BIP 34).
func (j *Job) Height() (uint32, error) {
	if _, err := LevelOffset(j.Coinbase1); err != nil {
		return 0, err
	}
	script := j.Coinbase1[4+1+36+1:]
	switch n := int(script[0]); {
	case n == 0:
		return 0, nil
	case n > 0x50 && n <= 0x60: // OP_1 to OP_16
		return uint32(n - 0x50), nil
	case n > 4 || len(script) <= n:
		return 0, fmt.Errorf("a height of %d bytes", n)
	default:
		var b [4]byte
		copy(b[:], script[1:1+n])
		return binary.LittleEndian.Uint32(b[:]), nil
	}
}

// Check says what of a job is out of bounds.
func (j *Job) Check() error {
	switch {
	case len(j.Coinbase1) > MaxCoinbase || len(j.Coinbase2) > MaxCoinbase:
		return fmt.Errorf("coinbase parts of %d and %d bytes, at most %d each",
			len(j.Coinbase1), len(j.Coinbase2), MaxCoinbase)
	case len(j.Branches) > maxBranches:
		return fmt.Errorf("%d branches, at most %d", len(j.Branches), maxBranches)
	case j.Protocol != V1 && j.Protocol != V2:
		return fmt.Errorf("protocol %d, not 1 or 2", j.Protocol)
	}
	at, err := LevelOffset(j.Coinbase1)
	if err != nil {
		return err
	}
	if j.Coinbase1[at] != 0 {
		return errors.New("the level in a job's coinbase is not 0")
	}
	return nil
}

// Share is one share as it is kept. Flags tell nothing that its bytes do not: they spare a look.
type Share struct {
	Job    uint32 // its Job.ID
	Worker uint32 // an index into the published table of workers
	En1    [Extranonce1]byte
	En2    [Extranonce2]byte
	Time   uint32 // of the header, seconds since 1970
	Nonce  uint32
	// Version is the header's, rolled bits included (BIP 320).
	Version    uint32
	ReceivedMS uint32 // since the segment's start
	Level      Level  // as assigned, and as committed in its coinbase
	Flags      Flags
	Tail       [8]byte // the last eight bytes of its hash as it is printed
}

// Flags of a share.
type Flags uint8

// What flags say.
const (
	FromV2 Flags = 1 << iota // it came over Stratum V2
	FoundBlock
)

// Coinbase is the coinbase transaction, without witness, that a share was made for.
func (j *Job) Coinbase(s *Share) ([]byte, error) {
	at, err := LevelOffset(j.Coinbase1)
	if err != nil {
		return nil, err
	}
	return j.coinbase(nil, at, s), nil
}

// coinbase appends the transaction to b; at is the place of its level.
func (j *Job) coinbase(b []byte, at int, s *Share) []byte {
	start := len(b)
	b = append(b, j.Coinbase1...)
	b[start+at] = byte(s.Level)
	b = append(b, s.En1[:]...)
	b = append(b, s.En2[:]...)
	return append(b, j.Coinbase2...)
}

// Header is the 80 bytes of the block header that a share was made for.
func (j *Job) Header(s *Share) ([80]byte, error) {
	root, err := j.Root(s)
	if err != nil {
		return [80]byte{}, err
	}
	return j.Above(root, s), nil
}

// Root is the root of a share's transactions, its coinbase the first of them: the same for all shares of one
// job, level and extranonce.
func (j *Job) Root(s *Share) ([32]byte, error) {
	at, err := LevelOffset(j.Coinbase1)
	if err != nil {
		return [32]byte{}, err
	}
	var scratch [2*MaxCoinbase + Extranonce1 + Extranonce2]byte // a job's coinbase, by its bounds
	return sha256d.Fold(sha256d.Sum(j.coinbase(scratch[:0], at, s)), j.Branches), nil
}

// Above is the header of a share over a root of transactions.
func (j *Job) Above(root [32]byte, s *Share) (header [80]byte) {
	binary.LittleEndian.PutUint32(header[0:], s.Version)
	copy(header[4:], j.Prev[:])
	copy(header[36:], root[:])
	binary.LittleEndian.PutUint32(header[68:], s.Time)
	binary.LittleEndian.PutUint32(header[72:], j.Bits)
	binary.LittleEndian.PutUint32(header[76:], s.Nonce)
	return header
}

// Pays is the sum of a coinbase's outputs: what the block pays whoever made the job. Amounts are of the one
// output list that Coinbase2 ends with (4 bytes of sequence, the outputs, 4 bytes of lock time).
func (j *Job) Pays() (units.Sat, error) {
	b := j.Coinbase2
	if len(b) < 4+1+4 {
		return 0, errors.New("a coinbase without outputs")
	}
	n, b := int(b[4]), b[5:len(b)-4]
	var sum units.Sat
	for range n {
		if len(b) < 9 || b[8] >= 0xfd || len(b) < 9+int(b[8]) {
			return 0, errors.New("a coinbase whose outputs are cut short")
		}
		amount := binary.LittleEndian.Uint64(b)
		if amount > 21_000_000*units.SatPerBTC {
			return 0, errors.New("a coinbase that pays more than there is")
		}
		sum += units.Sat(amount)
		b = b[9+int(b[8]):]
	}
	if len(b) != 0 {
		return 0, errors.New("a coinbase with something behind its outputs")
	}
	return sum, nil
}

// Hash is SHA-256 of SHA-256, Bitcoin's hash of headers and transactions, in the order of its output.
func Hash(b []byte) [32]byte { return sha256d.Sum(b) }

// Printed turns a hash between the order of SHA-256's output and the order in which Bitcoin prints it.
func Printed(hash [32]byte) [32]byte {
	for i, k := 0, 31; i < k; i, k = i+1, k-1 {
		hash[i], hash[k] = hash[k], hash[i]
	}
	return hash
}

// TailOf is the last eight bytes of a hash as it is printed.
func TailOf(hash [32]byte) [8]byte {
	printed := Printed(hash)
	return [8]byte(printed[24:])
}

// Solves reports whether the hash of a header is a block's: it is not above the target of the job's bits.
// Bits that name no target are solved by nothing.
func (j *Job) Solves(hash [32]byte) bool {
	if size := int(j.Bits >> 24); zeros(hash) < 8*(32-size) { // nearly all: a target is below 256^size
		return false
	}
	target, err := consensus.Target(j.Bits)
	if err != nil {
		return false
	}
	printed := Printed(hash)
	return new(big.Int).SetBytes(printed[:]).Cmp(target) <= 0
}
