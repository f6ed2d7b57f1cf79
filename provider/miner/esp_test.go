package miner

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"testing"
	"time"

	"github.com/assaymining/assay/provider/swarm"
	"github.com/assaymining/assay/stratum"
)

// raw is a message whose bytes are given.
type raw struct {
	kind    stratum.Type
	payload []byte
}

func (r raw) Type() stratum.Type     { return r.kind }
func (r raw) Append(b []byte) []byte { return append(b, r.payload...) }

func twice(b []byte) [32]byte {
	first := sha256.Sum256(b)
	return sha256.Sum256(first[:])
}

// A client after ESP-Miner's public transcript: its very bytes for setup and open, messages read by their
// offsets alone, coinbase, root and header put together as its code does, and shares of real hashing laid out as
// it sends them. It shares no reader and no writer of messages with the server.
func TestESPMinerOverTheWire(t *testing.T) {
	s := begin(t, func(o *Options) { o.Max = 12 }) // it says 1 TH/s; this processor makes less
	if err := s.SetTemplate(template(1)); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	c, err := swarm.DialV2(ctx, s.v2, s.key)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	bytesOf := func(text string) []byte {
		b, err := hex.DecodeString(text)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	next := func(kind stratum.Type) []byte {
		t.Helper()
		f, err := c.Receive()
		if err != nil || f.Type != kind {
			t.Fatalf("type %#x came, want %#x, %v", f.Type, kind, err)
		}
		return f.Payload
	}
	c.Send(raw{0x00, bytesOf("000200020000000000093132372e302e302e31c7b10662697461786506424d313337300000")})
	if got := next(0x01); !bytes.Equal(got, []byte{2, 0, 0, 0, 0, 0}) {
		t.Errorf("setup is answered %x", got)
	}
	c.Send(raw{0x13, bytesOf("010000000e626331716578616d706c652e7731a5d46853" +
		"ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff0200")})
	le := binary.LittleEndian
	open := next(0x14) // request 4, channel 4, target 32, extranonce size 2, prefix 1+n, group 4
	channel, target := le.Uint32(open[4:]), [32]byte(open[8:40])
	size, prefix := int(le.Uint16(open[40:])), open[43:43+int(open[42])]
	job := next(0x1f) // channel 4, job 4, min_ntime 1, version 4, rolling 1, branches 1+32n, prefix 2+n, suffix 2+n
	if le.Uint32(job) != channel || job[8] != 0 || job[13] != 1 {
		t.Fatalf("the first job is %x", job[:14])
	}
	id, version := job[4:8], le.Uint32(job[9:])
	branches := job[15 : 15+32*int(job[14])]
	rest := job[15+len(branches):]
	coinbase1 := rest[2 : 2+le.Uint16(rest)]
	rest = rest[2+len(coinbase1):]
	coinbase2 := rest[2 : 2+le.Uint16(rest)]
	prev := next(0x20) // channel 4, job 4, prev 32, min_ntime 4, bits 4
	if !bytes.Equal(prev[4:8], id) {
		t.Fatal("SetNewPrevHash names another job")
	}

	extranonce := make([]byte, size)
	root := twice(bytes.Join([][]byte{coinbase1, prefix, extranonce, coinbase2}, nil))
	for ; len(branches) > 0; branches = branches[32:] {
		root = twice(append(bytes.Clone(root[:]), branches[:32]...))
	}
	header := le.AppendUint32(nil, version)
	header = append(header, prev[8:40]...)
	header = append(header, root[:]...)
	header = append(header, prev[40:48]...)
	header = append(header, 0, 0, 0, 0)
	sequence := uint32(0)
	for nonce := uint32(0); sequence < 5; nonce++ {
		le.PutUint32(header[76:], nonce)
		hash := twice(header)
		if !lessOrEqual(hash, target) {
			continue
		}
		m := le.AppendUint32(nil, channel)
		m = le.AppendUint32(m, sequence)
		m = append(m, id...)
		m = le.AppendUint32(m, nonce)
		m = append(m, prev[40:44]...)
		m = le.AppendUint32(m, version)
		m = append(append(m, byte(size)), extranonce...)
		c.Send(raw{0x1b, m})
		for {
			f, err := c.Receive()
			if err != nil {
				t.Fatal(err)
			}
			if f.Type == 0x21 || f.Type == 0x1f { // another level, which it takes up with the next job
				continue
			}
			if f.Type != 0x1c || le.Uint32(f.Payload[4:]) != sequence || le.Uint32(f.Payload[8:]) != 1 {
				t.Fatalf("share %d is answered %#x %x", sequence, f.Type, f.Payload)
			}
			break
		}
		sequence++
	}
	if kept := len(s.segments()); kept != 5 {
		t.Errorf("%d shares are kept of 5", kept)
	}
}

func lessOrEqual(hash, target [32]byte) bool {
	for i := 31; i >= 0; i-- {
		if hash[i] != target[i] {
			return hash[i] < target[i]
		}
	}
	return true
}
