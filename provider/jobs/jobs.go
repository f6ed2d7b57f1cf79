// Package jobs turns block templates into jobs and judges what miners hand in for them.
//
// Main types: Template (a block to be mined), Job (what is handed out of it), Bench (the jobs in hand, the
// headers that were seen, and the judgement of a share). A share is looked at as a block first of all, then
// for its job, whether it came before, its time, its version and its level.
//
// It knows no protocol and no socket, and reads no clock: the time is passed in. Every session of a server
// shares one Bench, which is safe for concurrent use.
//
// Nothing in it is promised to other modules.
package jobs

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math/bits"
	"slices"

	"github.com/assaymining/assay/share"
)

// Template is a block to be mined, as a node describes it (BIP 22). Hashes are in the order of the header.
type Template struct {
	Height  uint32
	Version uint32
	Prev    [32]byte
	Bits    uint32
	Time    uint32 // the node's clock, seconds since 1970
	MinTime uint32
	Value   uint64     // what the coinbase may pay, in satoshi
	Witness []byte     // the script of the output that commits to witnesses; nil where no transaction has any
	IDs     [][32]byte // of the transactions, the coinbase left out
	Txs     [][]byte   // the transactions, for a block
}

// Payout is what a provider puts into the coinbase of each job.
type Payout struct {
	Server uint8
	Script []byte   // who is paid
	Commit [32]byte // what the coinbase commits to: the last witnessed checkpoint
}

// Job is a job in hand: its record, the block it would become, and what is worked out once for all sessions.
type Job struct {
	share.Job
	Height  uint32
	Value   uint64
	Time    uint32 // what a header begins with, seconds since 1970
	txs     [][]byte
	witness bool
	level   int // place of the level's byte in Coinbase1
	target  [32]byte
	cache   [2][share.MaxLevel + 1]cached
}

// commitMark stands in the output that commits to a checkpoint.
const commitMark = "asy1"

// maxScript bounds a payout script: the longest of the standard kinds has 34 bytes, bare multisignature more.
const maxScript = 100

// JobOf makes the job of a number out of a template; issued is the time in milliseconds since 1970.
func JobOf(t *Template, p Payout, id uint32, issued uint64) (*Job, error) {
	if len(p.Script) == 0 || len(p.Script) > maxScript {
		return nil, fmt.Errorf("a payout script of %d bytes, not from 1 to %d", len(p.Script), maxScript)
	}
	if len(t.Witness) > 128 || t.Value > 21e14 || t.Height == 0 {
		return nil, fmt.Errorf("a template of height %d that pays %d sat is not one", t.Height, t.Value)
	}
	if id > MaxJob {
		return nil, fmt.Errorf("job %d, the last number is %d", id, MaxJob)
	}
	target, err := TargetOf(t.Bits)
	if err != nil {
		return nil, err
	}
	j := &Job{Height: t.Height, Value: t.Value, Time: max(t.Time, t.MinTime), txs: t.Txs, target: target}
	j.witness = t.Witness != nil
	j.Job = share.Job{
		ID: id, Server: p.Server, Protocol: share.V1, Version: t.Version &^ share.VersionMask, Prev: t.Prev,
		Bits: t.Bits, MinTime: t.MinTime, IssuedMS: issued,
		Coinbase1: head(t.Height), Coinbase2: tail(t, p), Branches: branches(t.IDs),
	}
	if err := j.Check(); err != nil {
		return nil, err
	}
	j.level, err = share.LevelOffset(j.Coinbase1)
	return j, err
}

// head is the coinbase up to the extranonce: the height (BIP 34), the level's mark with 0, the length of the
// extranonce.
func head(height uint32) []byte {
	script := heightPush(height)
	script = append(script, "\x06Assay\x00\x0c"...)
	b := []byte{1, 0, 0, 0, 1}
	b = append(b, make([]byte, 32)...)
	b = append(b, 0xff, 0xff, 0xff, 0xff)
	b = append(b, byte(len(script)+share.Extranonce1+share.Extranonce2))
	return append(b, script...)
}

// heightPush is the height as a script pushes it: an opcode up to 16, else its bytes.
func heightPush(height uint32) []byte {
	if height <= 16 {
		return []byte{byte(0x50 + height)}
	}
	n := bits.Len32(height)/8 + 1 // a bit is left for the sign
	b := binary.LittleEndian.AppendUint64([]byte{byte(n)}, uint64(height))
	return b[:1+n]
}

// tail is the coinbase from behind the extranonce, without the witness.
func tail(t *Template, p Payout) []byte {
	b := []byte{0xff, 0xff, 0xff, 0xff}
	outputs := byte(2)
	if t.Witness != nil {
		outputs++
	}
	b = append(b, outputs)
	b = output(b, t.Value, p.Script)
	commit := append([]byte{0x6a, 0x24}, commitMark...)
	b = output(b, 0, append(commit, p.Commit[:]...))
	if t.Witness != nil {
		b = output(b, 0, t.Witness)
	}
	return append(b, 0, 0, 0, 0)
}

func output(b []byte, value uint64, script []byte) []byte {
	b = binary.LittleEndian.AppendUint64(b, value)
	b = append(b, byte(len(script)))
	return append(b, script...)
}

// branches are the hashes that lead from the coinbase to the merkle root.
func branches(ids [][32]byte) (out [][32]byte) {
	row := slices.Clone(ids) // beside the coinbase's place, which moves up and stays first
	for len(row) > 0 {
		out = append(out, row[0])
		row = row[1:]
		if len(row)%2 == 1 {
			row = append(row, row[len(row)-1])
		}
		for i := 0; i < len(row); i += 2 {
			row[i/2] = pair(row[i], row[i+1])
		}
		row = row[:len(row)/2]
	}
	return out
}

func pair(a, b [32]byte) [32]byte {
	var both [64]byte
	copy(both[:32], a[:])
	copy(both[32:], b[:])
	return share.Hash(both[:])
}

// TargetOf is the number that a block's hash must not be above, in the order of SHA-256's output.
func TargetOf(compact uint32) (target [32]byte, err error) {
	mantissa, exponent := compact&0x7fffff, int(compact>>24)
	if compact&0x800000 != 0 || mantissa == 0 || exponent < 3 || exponent > 32 {
		return target, fmt.Errorf("bits %08x are no target", compact)
	}
	for i := range 3 {
		if at := exponent - 3 + i; at < 32 {
			target[at] = byte(mantissa >> (8 * i))
		}
	}
	return target, nil
}

// meets reports whether a hash is not above a target.
func meets(hash, target *[32]byte) bool {
	for i := 31; i >= 0; i-- {
		if hash[i] != target[i] {
			return hash[i] < target[i]
		}
	}
	return true
}

// Block is the whole block of a header that was mined for the job, with the witness of its coinbase.
func (j *Job) Block(header [80]byte, s *share.Share) ([]byte, error) {
	coinbase, err := j.Coinbase(s)
	if err != nil {
		return nil, err
	}
	b := append([]byte(nil), header[:]...)
	b = appendCount(b, uint64(len(j.txs)+1))
	if j.witness { // marker and flag behind the version, 32 zeros as the only witness before the lock time
		b = append(b, coinbase[:4]...)
		b = append(b, 0, 1)
		b = append(b, coinbase[4:len(coinbase)-4]...)
		b = append(b, 1, 32)
		b = append(b, make([]byte, 32)...)
		b = append(b, coinbase[len(coinbase)-4:]...)
	} else {
		b = append(b, coinbase...)
	}
	for _, tx := range j.txs {
		b = append(b, tx...)
	}
	return b, nil
}

func appendCount(b []byte, n uint64) []byte {
	switch {
	case n < 0xfd:
		return append(b, byte(n))
	case n <= 0xffff:
		return binary.LittleEndian.AppendUint16(append(b, 0xfd), uint16(n))
	}
	return binary.LittleEndian.AppendUint32(append(b, 0xfe), uint32(n))
}

// CoinbaseID is the identifier of the coinbase of a share: which one paid, if it was a block.
func (j *Job) CoinbaseID(s *share.Share) ([32]byte, error) {
	coinbase, err := j.Coinbase(s)
	if err != nil {
		return [32]byte{}, err
	}
	return share.Hash(coinbase), nil
}

// AtLevel is the coinbase up to the extranonce with a level in its place.
func (j *Job) AtLevel(k share.Level) []byte {
	b := slices.Clone(j.Coinbase1)
	b[j.level] = byte(k)
	return b
}

// Names of jobs: V1 writes number and level as ten digits, V2 has 32 bits for both.
const (
	levelBits = 6
	// MaxJob is the last number of a job: with a job every 30 seconds, sixty years.
	MaxJob = 1<<(32-levelBits) - 1
)

// Name is a job's number on V2: its own and the level, which clients say again with each share.
func Name(job uint32, k share.Level) uint32 {
	return job<<levelBits | uint32(k-share.MinLevel)
}

// ParseName reads what Name made.
func ParseName(name uint32) (job uint32, k share.Level) {
	return name >> levelBits, share.Level(name&(1<<levelBits-1)) + share.MinLevel
}

const digits = "0123456789abcdef"

// Text is a job's name on V1.
func Text(job uint32, k share.Level) string {
	var b [10]byte
	for i := range 8 {
		b[i] = digits[job>>(28-4*i)&15]
	}
	b[8], b[9] = digits[k>>4], digits[k&15]
	return string(b[:])
}

// ParseText reads what Text wrote.
func ParseText(text []byte) (job uint32, k share.Level, ok bool) {
	if len(text) != 10 {
		return 0, 0, false
	}
	var n uint64
	for _, c := range text {
		switch {
		case c >= '0' && c <= '9':
			n = n<<4 | uint64(c-'0')
		case c >= 'a' && c <= 'f':
			n = n<<4 | uint64(c-'a'+10)
		default:
			return 0, 0, false
		}
	}
	return uint32(n >> 8), share.Level(n), true
}

// errTaken would be a bug of ours: a job under a number that was another's.
var errTaken = errors.New("a job's number must grow")
