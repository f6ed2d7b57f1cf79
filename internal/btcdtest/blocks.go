package btcdtest

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
)

// bits is the target of every block: half of all hashes meet it.
const bits = 0x207fffff

// Chain makes a chain of regtest blocks. Coinbases pay to a script that anybody can spend; from the
// 101st block on, each block spends the coinbase of a hundred blocks before and pays a fee.
type Chain struct {
	height   int
	prev     [32]byte
	branch   byte // makes blocks of another branch differ
	coinbase []output
	halving  int
}

type output struct {
	id    [32]byte
	value int64
}

// NewChain begins after block 0 of regtest.
func NewChain() *Chain {
	return &Chain{
		prev:     reversed("0f9188f13cb7b2c71f2a335e3a4fc328bf5beb436012afca590b1a11466e2206"),
		coinbase: []output{{}},
		halving:  150,
	}
}

// NewSimnetChain begins after block 0 of simnet.
func NewSimnetChain() *Chain {
	return &Chain{
		prev:     reversed("683e86bd5c6d110d91b94b97137ba6bfe02dbbdb8e3dff722a669b5d69d77af6"),
		coinbase: []output{{}},
		halving:  210_000,
	}
}

// Fork is a second branch that begins after the chain's last block; branch must differ from 0.
func (c *Chain) Fork(branch byte) *Chain {
	return &Chain{c.height, c.prev, branch, append([]output(nil), c.coinbase...), c.halving}
}

// Height is the height of the last block.
func (c *Chain) Height() int { return c.height }

// Hash is the hash of the last block, in the byte order of the protocol.
func (c *Chain) Hash() [32]byte { return c.prev }

// Next is the next block, dated at the Unix time, whose transaction pays the fee in satoshi (0: no
// transaction). A fee above what the spent coinbase holds is lowered to it.
func (c *Chain) Next(unix, fee int64) []byte {
	c.height++
	subsidy := int64(50e8) >> (min(c.height/c.halving, 63))
	var txs [][]byte
	if from := c.height - 100; fee > 0 && from >= 1 && c.coinbase[from].value > 0 {
		in := c.coinbase[from]
		fee = min(fee, in.value)
		txs = append(txs, transaction(in.id[:], 0, nil, in.value-fee))
	} else {
		fee = 0
	}
	script := push(c.height)
	script = append(script, 1, c.branch, 0) // at least two bytes
	first := transaction(make([]byte, 32), 0xffffffff, script, subsidy+fee)
	c.coinbase = append(c.coinbase, output{double(first), subsidy + fee})
	txs = append([][]byte{first}, txs...)

	return c.seal(unix, txs, txs)
}

// transaction has one input and one output, which anybody can spend (OP_TRUE).
func transaction(prev []byte, index uint32, script []byte, value int64) []byte {
	tx := []byte{1, 0, 0, 0, 1}
	tx = append(tx, prev...)
	tx = binary.LittleEndian.AppendUint32(tx, index)
	tx = append(tx, byte(len(script)))
	tx = append(tx, script...)
	tx = append(tx, 0xff, 0xff, 0xff, 0xff, 1)
	tx = binary.LittleEndian.AppendUint64(tx, uint64(value))
	return append(tx, 1, 0x51, 0, 0, 0, 0)
}

// push is the height as BIP 34 wants it at the start of a coinbase's script.
func push(height int) []byte {
	if height <= 16 {
		return []byte{byte(0x50 + height)}
	}
	var b []byte
	for h := height; h > 0; h >>= 8 {
		b = append(b, byte(h))
	}
	if b[len(b)-1]&0x80 != 0 {
		b = append(b, 0)
	}
	return append([]byte{byte(len(b))}, b...)
}

func double(b []byte) [32]byte {
	first := sha256.Sum256(b)
	return sha256.Sum256(first[:])
}

func reversed(s string) (out [32]byte) {
	raw, _ := hex.DecodeString(s)
	for i, b := range raw {
		out[31-i] = b
	}
	return out
}

// On makes the next block follow another's, whatever the chain had before.
func (c *Chain) On(height int, prev [32]byte) {
	c.height, c.prev = height, prev
	c.coinbase = make([]output, height+1)
}
