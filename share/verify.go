package share

import (
	"errors"
	"fmt"

	"github.com/assaymining/assay/internal/sha256d"
)

// VersionMask are the version bits that a miner may roll (BIP 323, which contains those of BIP 320).
const VersionMask uint32 = 0x1fffffe0

// Why a share proves nothing.
var (
	ErrLow     = errors.New("its hash is above the target of its level")
	errTail    = errors.New("its hash is not the one recorded")
	errVersion = errors.New("it changes version bits that may not be rolled")
	errTime    = errors.New("its time is before the job's")
	errOld     = errors.New("its header is more than a day old: work of another day, or shown before")
)

// errAhead is a share whose header has a time that nobody's clock had.
var errAhead = errors.New("its header is more than two hours ahead of the time when it came")

// MaxAhead is how far a header may be ahead of the clock, in seconds: what nodes take (Bitcoin Core,
// MAX_FUTURE_BLOCK_TIME).
const MaxAhead = 7200

// maxAge is how much older a header may be than the time at which its share came, in seconds. Headers carry
// the time of their job or later, and a job lasts until the next block.
const maxAge = 86_400

// MaxTaken is how old a header may be, in seconds, for a provider to take its share: an hour less than
// maxAge, since what counts is the time at which the share is written, and that is later than it was judged.
const MaxTaken = maxAge - 3600

// Verify recomputes a share from its job and returns the hash of its header.
func (j *Job) Verify(s *Share) ([32]byte, error) {
	if !s.Level.Valid() {
		return [32]byte{}, fmt.Errorf("level %d is not from %d to %d", s.Level, MinLevel, MaxLevel)
	}
	header, err := j.Header(s)
	if err != nil {
		return [32]byte{}, err
	}
	hash := Hash(header[:])
	return hash, j.judge(s, hash)
}

// verifyTwo is Verify for two shares of the job side by side, which takes little longer than for one.
func (j *Job) verifyTwo(a, b *Share) (hashes [2][32]byte, errs [2]error) {
	at, err := LevelOffset(j.Coinbase1)
	if err != nil || !a.Level.Valid() || !b.Level.Valid() {
		hashes[0], errs[0] = j.Verify(a)
		hashes[1], errs[1] = j.Verify(b)
		return hashes, errs
	}
	var left, right [2*MaxCoinbase + Extranonce1 + Extranonce2]byte
	one, two := sha256d.SumTwo(j.coinbase(left[:0], at, a), j.coinbase(right[:0], at, b))
	one, two = sha256d.FoldTwo(one, two, j.Branches)
	header, header2 := j.Above(one, a), j.Above(two, b)
	hashes[0], hashes[1] = sha256d.SumTwo(header[:], header2[:])
	errs[0], errs[1] = j.judge(a, hashes[0]), j.judge(b, hashes[1])
	return hashes, errs
}

// judge says why a share whose header has a hash proves nothing; nil where it proves its work.
func (j *Job) judge(s *Share, hash [32]byte) error {
	switch {
	case (s.Version^j.Version)&^VersionMask != 0:
		return errVersion
	case s.Time < j.MinTime:
		return errTime
	case !s.Level.Met(hash):
		return ErrLow
	case s.Tail != TailOf(hash):
		return errTail
	}
	return nil
}
