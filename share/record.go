package share

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
)

// RecordSize is the length of a share's record.
const RecordSize = 48

// appendTo adds the record of s to b.
func (s *Share) appendTo(b []byte) []byte {
	le := binary.LittleEndian
	b = le.AppendUint32(b, s.Job)
	b = le.AppendUint32(b, s.Worker)
	b = append(b, s.En1[:]...)
	b = append(b, s.En2[:]...)
	b = le.AppendUint32(b, s.Time)
	b = le.AppendUint32(b, s.Nonce)
	b = le.AppendUint32(b, s.Version)
	b = le.AppendUint32(b, s.ReceivedMS)
	b = append(b, byte(s.Level), byte(s.Flags), 0, 0)
	return append(b, s.Tail[:]...)
}

// parseShare reads a record of RecordSize bytes.
func parseShare(b []byte) (Share, error) {
	if len(b) != RecordSize {
		return Share{}, fmt.Errorf("a share's record has %d bytes, not %d", len(b), RecordSize)
	}
	le := binary.LittleEndian
	s := Share{
		Job: le.Uint32(b), Worker: le.Uint32(b[4:]),
		En1: [Extranonce1]byte(b[8:12]), En2: [Extranonce2]byte(b[12:20]),
		Time: le.Uint32(b[20:]), Nonce: le.Uint32(b[24:]), Version: le.Uint32(b[28:]),
		ReceivedMS: le.Uint32(b[32:]),
		Level:      Level(b[36]), Flags: Flags(b[37]), Tail: [8]byte(b[40:48]),
	}
	switch {
	case !s.Level.Valid():
		return Share{}, fmt.Errorf("a share of level %d, not from %d to %d", s.Level, MinLevel, MaxLevel)
	case s.Flags&^(FromV2|FoundBlock) != 0 || b[38] != 0 || b[39] != 0:
		return Share{}, errors.New("a share with bytes set that mean nothing")
	}
	return s, nil
}

// sum is the SHA-256 of the job's record, which its record ends with.
func (j *Job) sum() [32]byte { return sha256.Sum256(j.body(nil)) }

func (j *Job) body(b []byte) []byte {
	le := binary.LittleEndian
	b = le.AppendUint32(b, j.ID)
	b = append(b, j.Server, byte(j.Protocol))
	b = le.AppendUint32(b, j.Version)
	b = append(b, j.Prev[:]...)
	b = le.AppendUint32(b, j.Bits)
	b = le.AppendUint32(b, j.MinTime)
	b = le.AppendUint64(b, j.IssuedMS)
	b = le.AppendUint16(b, uint16(len(j.Coinbase1)))
	b = append(b, j.Coinbase1...)
	b = le.AppendUint16(b, uint16(len(j.Coinbase2)))
	b = append(b, j.Coinbase2...)
	b = append(b, byte(len(j.Branches)))
	for i := range j.Branches {
		b = append(b, j.Branches[i][:]...)
	}
	return b
}

// appendTo adds the record of j to b: its length, its fields, their SHA-256. The job must pass Check.
func (j *Job) appendTo(b []byte) []byte {
	at := len(b)
	b = append(b, 0, 0)
	b = j.body(b)
	sum := sha256.Sum256(b[at+2:])
	b = append(b, sum[:]...)
	binary.LittleEndian.PutUint16(b[at:], uint16(len(b)-at-2))
	return b
}

// jobFixed are the bytes of a job's fields before its coinbase.
const jobFixed = 4 + 1 + 1 + 4 + 32 + 4 + 4 + 8

// parseJob reads the record at the start of b and returns what follows it.
func parseJob(b []byte) (Job, []byte, error) {
	if len(b) < 2 || len(b)-2 < int(binary.LittleEndian.Uint16(b)) {
		return Job{}, nil, errors.New("a job's record is cut short")
	}
	n := int(binary.LittleEndian.Uint16(b))
	body, rest := b[2:2+n], b[2+n:]
	if n < jobFixed+2+2+1+32 {
		return Job{}, nil, fmt.Errorf("a job's record of %d bytes is too short", n)
	}
	body, sum := body[:n-32], [32]byte(body[n-32:])
	if sha256.Sum256(body) != sum {
		return Job{}, nil, errors.New("a job's record does not have the hash it ends with")
	}
	le := binary.LittleEndian
	j := Job{
		ID: le.Uint32(body), Server: body[4], Protocol: Protocol(body[5]), Version: le.Uint32(body[6:]),
		Prev: [32]byte(body[10:42]),
		Bits: le.Uint32(body[42:]), MinTime: le.Uint32(body[46:]), IssuedMS: le.Uint64(body[50:]),
	}
	var err error
	body = body[jobFixed:]
	if j.Coinbase1, body, err = part(body); err != nil {
		return Job{}, nil, err
	}
	if j.Coinbase2, body, err = part(body); err != nil {
		return Job{}, nil, err
	}
	if len(body) == 0 || len(body)-1 != 32*int(body[0]) || body[0] > maxBranches {
		return Job{}, nil, errors.New("a job's branches do not fill its record")
	}
	for body = body[1:]; len(body) > 0; body = body[32:] {
		j.Branches = append(j.Branches, [32]byte(body[:32]))
	}
	return j, rest, j.Check()
}

// part reads a length of two bytes and as many bytes.
func part(b []byte) (value, rest []byte, err error) {
	if len(b) < 2 {
		return nil, nil, errors.New("a job's coinbase is cut short")
	}
	n := int(binary.LittleEndian.Uint16(b))
	if n > MaxCoinbase || n > len(b)-2 {
		return nil, nil, fmt.Errorf("a coinbase part of %d bytes", n)
	}
	return append([]byte(nil), b[2:2+n]...), b[2+n:], nil
}
