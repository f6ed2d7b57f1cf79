package trace

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/assaymining/assay/chain"
	"github.com/assaymining/assay/units"
)

// Outpoint is one output of a transaction.
type Outpoint struct {
	ID   chain.Hash
	Vout uint32
}

// String is txid:vout.
func (o Outpoint) String() string { return fmt.Sprintf("%s:%d", o.ID, o.Vout) }

// Output is an amount and the script that locks it.
type Output struct {
	Sat    units.Sat
	Script []byte
}

// Place is the block that a transaction is in; the zero value says that it is in none.
type Place struct {
	Block  chain.Hash
	Height int
	Time   int64 // of the block's header, Unix seconds
}

// Mined reports whether there is a block.
func (p Place) Mined() bool { return p.Block != chain.Hash{} }

// Tx is one transaction. ID is the hash of its bytes, so that amounts, scripts and ancestors are proved
// by it; Place is what a source says.
type Tx struct {
	ID      chain.Hash
	Bytes   []byte     // without witnesses
	Spends  []Outpoint // in order; nil: a coinbase
	Script  []byte     // of a coinbase's input
	Outputs []Output
	Place   Place
}

// Coinbase reports whether the transaction made its coins.
func (t Tx) Coinbase() bool { return len(t.Spends) == 0 }

// Sat is the sum of its outputs.
func (t Tx) Sat() (sum units.Sat) {
	for _, o := range t.Outputs {
		sum += o.Sat
	}
	return sum
}

// maxSat is all that there can ever be (consensus/amount.h, MAX_MONEY).
const maxSat = 21e6 * units.SatPerBTC

var errTx = errors.New("its bytes are not a transaction")

// ParseTx reads the bytes of a transaction, with witnesses (BIP 144) or without; the result's bytes and
// ID are without. Source: Bitcoin Core src/primitives/transaction.h, UnserializeTransaction.
func ParseTx(raw []byte) (Tx, error) {
	r := &reader{rest: raw}
	version := r.take(4)
	witness := len(r.rest) > 2 && r.rest[0] == 0 && r.rest[1] == 1
	if witness {
		r.take(2)
	}
	from := len(raw) - len(r.rest)
	tx, coinbase := Tx{}, false
	inputs := r.count(41)
	for range inputs {
		var o Outpoint
		copy(o.ID[:], r.take(32))
		o.Vout = r.uint32()
		script := r.take(r.count(1))
		r.take(4)
		if o.ID == (chain.Hash{}) && o.Vout == 0xffffffff {
			coinbase, tx.Script = true, script
		}
		tx.Spends = append(tx.Spends, o)
	}
	if !tx.pays(r) {
		return Tx{}, errors.New("an output has an amount that cannot be")
	}
	body := raw[from : len(raw)-len(r.rest)]
	if witness {
		r.witnesses(inputs)
	}
	lock := r.take(4)
	if r.bad || len(r.rest) > 0 || inputs == 0 || len(tx.Outputs) == 0 || coinbase && inputs > 1 {
		return Tx{}, errTx
	}
	if coinbase {
		tx.Spends = nil
	}
	tx.Bytes = append(append(append(make([]byte, 0, 8+len(body)), version...), body...), lock...)
	first := sha256.Sum256(tx.Bytes)
	tx.ID = sha256.Sum256(first[:])
	return tx, nil
}

// pays reads the outputs; false if an amount, or their sum, is more than there can be.
func (t *Tx) pays(r *reader) bool {
	var sum units.Sat
	for range r.count(9) {
		sat := units.Sat(binary.LittleEndian.Uint64(r.take(8)))
		t.Outputs = append(t.Outputs, Output{sat, r.take(r.count(1))})
		if sat < 0 || sat > maxSat || sum+sat > maxSat {
			return false
		}
		sum += sat
	}
	return true
}

// witnesses skips what each input brings to unlock an output.
func (r *reader) witnesses(inputs int) {
	for range inputs {
		for range r.count(1) {
			r.take(r.count(1))
		}
	}
}

// reader takes bytes from the front; after the first that is missing it is bad and gives zeros.
type reader struct {
	rest []byte
	bad  bool
}

func (r *reader) take(n int) []byte {
	if n < 0 || n > len(r.rest) {
		r.bad, r.rest = true, nil
		return make([]byte, min(max(n, 0), 32))
	}
	b := r.rest[:n:n]
	r.rest = r.rest[n:]
	return b
}

func (r *reader) uint32() uint32 { return binary.LittleEndian.Uint32(r.take(4)) }

// count is a number in Bitcoin's compact form of things that take each so many bytes or more; a count
// that the rest cannot hold makes the reader bad.
func (r *reader) count(each int) int {
	n := uint64(r.take(1)[0])
	switch n {
	case 0xfd:
		n = uint64(binary.LittleEndian.Uint16(r.take(2)))
	case 0xfe:
		n = uint64(r.uint32())
	case 0xff:
		n = binary.LittleEndian.Uint64(r.take(8))
	}
	if n > uint64(len(r.rest)/each) {
		r.bad, r.rest = true, nil
		return 0
	}
	return int(n)
}

// blockHeight is the height that a coinbase's script begins with since BIP 34.
func blockHeight(script []byte) (int, bool) {
	if len(script) == 0 {
		return 0, false
	}
	switch n := int(script[0]); {
	case n == 0:
		return 0, true
	case n >= 0x51 && n <= 0x60:
		return n - 0x50, true
	case n <= 4 && len(script) > n:
		height := 0
		for i := n; i > 0; i-- {
			height = height<<8 | int(script[i])
		}
		return height, true
	}
	return 0, false
}
